package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that place records themselves: an operation and members that the SDK does not know yet. */
@ParameterizedClass
@EnumSource(RawForm.class)
class RecordDistributionTest {

    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final RawHttp http = new RawHttp(kinesis.endpoint());
    private final RawForm form;

    RecordDistributionTest(RawForm form) {
        this.form = form;
        form.call(http, "CreateStream", Map.of("StreamName", "orders"));
    }

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Test
    void recordsOfOneKeyAreSpreadEvenlyWhateverTheirKeys() {
        assertThat(strategy("orders")).isEqualTo("USER_PARTITION_KEY");
        set("AUTO");
        assertThat(strategy("orders")).isEqualTo("AUTO");
        List<Object> shardIds = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            shardIds.add(
                    put(Map.of("PartitionKey", "key", "ExplicitHashKey", "0")).get("ShardId"));
        }
        assertThat(shardIds.stream().collect(Collectors.groupingBy(id -> id, Collectors.counting())))
                .hasSize(4)
                .containsValue(10L)
                .doesNotContainValue(9L);
        set("USER_PARTITION_KEY");
        for (int i = 0; i < 4; i++) {
            assertThat(put(Map.of("PartitionKey", "key", "ExplicitHashKey", "0")))
                    .containsEntry("ShardId", "shardId-000000000000");
        }
    }

    @Test
    void aPartitionKeyIsNeededOnlyByStreamsThatAskForIt() {
        assertThat(form.error(http, "PutRecord", Map.of("StreamName", "orders", "Data", new byte[1])))
                .isEqualTo("ValidationException: 1 validation error detected: Value null at 'partitionKey' failed to"
                        + " satisfy constraint: Member must not be null");
        List<Object> entries = List.of(Map.of("Data", new byte[1], "PartitionKey", "key"), Map.of("Data", new byte[1]));
        assertThat(form.error(http, "PutRecords", Map.of("StreamName", "orders", "Records", entries)))
                .contains("Value null at 'records.2.member.partitionKey' failed");
        set("AUTO");
        Object shardId = put(Map.of()).get("ShardId");
        form.call(http, "PutRecords", Map.of("StreamName", "orders", "Records", entries));
        Object iterator = form.call(
                        http,
                        "GetShardIterator",
                        Map.of("StreamName", "orders", "ShardId", shardId, "ShardIteratorType", "TRIM_HORIZON"))
                .get("ShardIterator");
        assertThat(form.call(http, "GetRecords", Map.of("ShardIterator", iterator))
                        .get("Records"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .doesNotContainKey("PartitionKey")
                .containsKey("Data");
    }

    @Test
    void onlyOnDemandStreamsPlaceRecordsThemselves() {
        String refused = "InvalidArgumentException: RecordDistributionStrategy AUTO is for streams in on-demand mode."
                + " Stream fixed under account 000000000000 is in provisioned mode.";
        Map<String, Object> fixed = Map.of("StreamName", "fixed", "ShardCount", 1);
        assertThat(form.error(
                        http,
                        "CreateStream",
                        Map.of("StreamName", "fixed", "ShardCount", 1, "RecordDistributionStrategy", "AUTO")))
                .isEqualTo(refused);
        form.call(http, "CreateStream", fixed);
        assertThat(form.error(
                        http,
                        "UpdateStreamRecordDistributionStrategy",
                        Map.of("StreamARN", ARN.replace("orders", "fixed"), "RecordDistributionStrategy", "AUTO")))
                .isEqualTo(refused);
        assertThat(strategy("fixed")).isNull();
    }

    @Test
    void aStreamIsCreatedWithAStrategy() {
        form.call(http, "CreateStream", Map.of("StreamName", "spread", "RecordDistributionStrategy", "AUTO"));
        assertThat(strategy("spread")).isEqualTo("AUTO");
    }

    @Test
    void theStreamIsNamedByItsArnAndTheStrategyIsOneOfTwo() {
        assertThat(form.error(
                        http, "UpdateStreamRecordDistributionStrategy", Map.of("RecordDistributionStrategy", "SOME")))
                .isEqualTo("ValidationException: 2 validation errors detected: Value 'SOME' at"
                        + " 'recordDistributionStrategy' failed to satisfy constraint: Member must satisfy enum value"
                        + " set: [AUTO, USER_PARTITION_KEY]; Value null at 'streamARN' failed to satisfy constraint:"
                        + " Member must not be null");
    }

    private void set(String strategy) {
        assertThat(form.call(
                        http,
                        "UpdateStreamRecordDistributionStrategy",
                        Map.of("StreamARN", ARN, "RecordDistributionStrategy", strategy)))
                .isEmpty();
    }

    private Map<String, Object> put(Map<String, Object> keys) {
        Map<String, Object> record = new HashMap<>(keys);
        record.put("StreamName", "orders");
        record.put("Data", new byte[1]);
        return form.call(http, "PutRecord", record);
    }

    private @Nullable Object strategy(String stream) {
        Map<String, Object> answer = form.call(http, "DescribeStreamSummary", Map.of("StreamName", stream));
        return RawForm.map(answer, "StreamDescriptionSummary").get("RecordDistributionStrategy");
    }
}
