package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rehearsed calls: a member that the SDK does not know yet. */
@ParameterizedClass
@EnumSource(RawForm.class)
class DryRunTest {

    private static final String REHEARSED =
            "DryRunOperationException: The request would have succeeded, but the DryRun parameter is set.";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final RawHttp http = new RawHttp(kinesis.endpoint());
    private final RawForm form;

    DryRunTest(RawForm form) {
        this.form = form;
        form.call(http, "CreateStream", Map.of("StreamName", "orders", "ShardCount", 1));
    }

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Test
    void rehearsedPutsStoreNothing() {
        Map<String, Object> record = Map.of("PartitionKey", "key", "Data", new byte[] {1});
        assertThat(error("PutRecord", with(record, "StreamName", "orders"))).isEqualTo(REHEARSED);
        assertThat(error("PutRecords", Map.of("StreamName", "orders", "Records", List.of(record))))
                .isEqualTo(REHEARSED);
        assertThat(form.call(http, "GetRecords", Map.of("ShardIterator", iterator())))
                .containsEntry("Records", List.of());
    }

    @Test
    void rehearsedReadsGiveNothing() {
        assertThat(error("GetShardIterator", position("shardId-000000000000"))).isEqualTo(REHEARSED);
        assertThat(error("GetRecords", Map.of("ShardIterator", iterator()))).isEqualTo(REHEARSED);
    }

    @Test
    void callsThatWouldFailFailAsTheyWould() {
        Map<String, Object> record = Map.of("PartitionKey", "key", "Data", new byte[] {1});
        String notFound = "ResourceNotFoundException: Stream missing under account 000000000000 not found.";
        assertThat(error("PutRecord", with(record, "StreamName", "missing"))).isEqualTo(notFound);
        assertThat(error("PutRecords", Map.of("StreamName", "missing", "Records", List.of(record))))
                .isEqualTo(notFound);
        assertThat(error("PutRecord", Map.of("StreamName", "orders", "PartitionKey", "key")))
                .startsWith("ValidationException: 1 validation error detected: Value null at 'data'");
        assertThat(error("GetShardIterator", position("shardId-000000000005")))
                .startsWith("ResourceNotFoundException: Shard shardId-000000000005 in stream orders");
        assertThat(error("GetRecords", Map.of("ShardIterator", "AAAA")))
                .isEqualTo("InvalidArgumentException: Invalid ShardIterator.");
    }

    @Test
    void aCallThatIsNoRehearsalDoesWhatItSays() {
        Map<String, Object> record =
                Map.of("StreamName", "orders", "PartitionKey", "key", "Data", new byte[] {1}, "DryRun", false);
        assertThat(form.call(http, "PutRecord", record)).containsKey("SequenceNumber");
    }

    private String error(String operation, Map<String, Object> members) {
        return form.error(http, operation, with(members, "DryRun", true));
    }

    private String iterator() {
        return RawForm.text(form.call(http, "GetShardIterator", position("shardId-000000000000")), "ShardIterator");
    }

    private static Map<String, Object> position(String shardId) {
        return Map.of("StreamName", "orders", "ShardId", shardId, "ShardIteratorType", "TRIM_HORIZON");
    }

    private static Map<String, Object> with(Map<String, Object> members, String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put(name, value);
        return all;
    }
}
