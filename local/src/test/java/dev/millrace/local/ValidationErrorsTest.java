package dev.millrace.local;

import static dev.millrace.local.StreamUnderTest.SHARD_0;
import static dev.millrace.local.StreamUnderTest.SHARD_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

@ParameterizedClass
@EnumSource(ClientForm.class)
class ValidationErrorsTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final SdkBytes DATA = SdkBytes.fromUtf8String("payload");

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client;
    private final StreamUnderTest stream;

    ValidationErrorsTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        this.stream = StreamUnderTest.create(client, "orders", 1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aStreamNameHasCertainCharactersAndUpTo128() {
        assertThat(validation(() -> StreamUnderTest.create(client, "my orders", 1)))
                .isEqualTo("1 validation error detected: Value 'my orders' at 'streamName' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
        String tooLong = "a".repeat(129);
        assertThat(validation(() -> client.describeStreamSummary(request -> request.streamName(tooLong))))
                .isEqualTo("1 validation error detected: Value '" + tooLong + "' at 'streamName' failed to satisfy"
                        + " constraint: Member must have length less than or equal to 128");
        StreamUnderTest.create(client, "a".repeat(128), 1);
    }

    @Test
    void aMissingMemberIsNull() {
        assertThat(validation(() -> client.createStream(request -> request.shardCount(1))))
                .isEqualTo("1 validation error detected: Value null at 'streamName' failed to satisfy constraint:"
                        + " Member must not be null");
    }

    @Test
    void allErrorsAreToldTogether() {
        assertThat(validation(() -> client.createStream(request -> request.shardCount(0)
                        .streamName("my orders")
                        .streamModeDetails(mode -> mode.streamMode("SOMETIMES")))))
                .isEqualTo("3 validation errors detected: Value '0' at 'shardCount' failed to satisfy constraint:"
                        + " Member must have value greater than or equal to 1; Value 'my orders' at 'streamName' failed"
                        + " to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+;"
                        + " Value 'SOMETIMES' at 'streamModeDetails.streamMode' failed to satisfy constraint: Member"
                        + " must satisfy enum value set: [PROVISIONED, ON_DEMAND]");
    }

    @Test
    void atMostTenErrorsAreTold() {
        PutRecordsRequestEntry bad = PutRecordsRequestEntry.builder()
                .partitionKey("")
                .explicitHashKey("-1")
                .data(DATA)
                .build();
        String text = validation(
                () -> client.putRecords(request -> request.streamName("orders").records(Collections.nCopies(20, bad))));
        assertThat(text)
                .startsWith("10 validation errors detected: Value '' at 'records.1.member.partitionKey' failed to"
                        + " satisfy constraint: Member must have length greater than or equal to 1; Value '-1' at"
                        + " 'records.1.member.explicitHashKey' failed to satisfy constraint: Member must satisfy"
                        + " regular expression pattern: 0|([1-9]\\d{0,38}); ");
        assertThat(text.split("; ")).hasSize(10);
    }

    @Test
    void aPutHasOneTo500Records() {
        PutRecordsRequestEntry entry =
                PutRecordsRequestEntry.builder().partitionKey("key").data(DATA).build();
        assertThat(validation(() -> client.putRecords(
                        request -> request.streamName("orders").records(Collections.nCopies(501, entry)))))
                .startsWith("1 validation error detected: Value '["
                        + "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@c965e310, ")
                .endsWith("]' at 'records' failed to satisfy constraint: Member must have length less than or equal to"
                        + " 500");
        assertThat(validation(() -> client.putRecords(
                        request -> request.streamName("orders").records(List.of()))))
                .isEqualTo("1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member"
                        + " must have length greater than or equal to 1");
        assertThat(stream.fromStart(SHARD_0).records()).isEmpty();
    }

    @Test
    void aRecordIsAtMostAMebibyteWithItsKey() {
        assertThat(validation(() -> stream.put("k", SdkBytes.fromByteArray(new byte[MEBIBYTE]))))
                .isEqualTo("1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1048576"
                        + " cap=1048576]' at 'data' failed to satisfy constraint: Member must have length less than or"
                        + " equal to 1048576");
        // The key counts in UTF-8.
        assertThat(validation(() -> stream.put("é", SdkBytes.fromByteArray(new byte[MEBIBYTE - 1]))))
                .contains("at 'data' failed to satisfy constraint");
        PutRecordsRequestEntry small =
                PutRecordsRequestEntry.builder().partitionKey("key").data(DATA).build();
        PutRecordsRequestEntry large = small.toBuilder()
                .data(SdkBytes.fromByteArray(new byte[MEBIBYTE]))
                .build();
        assertThat(validation(() -> client.putRecords(
                        request -> request.streamName("orders").records(small, large))))
                .contains("at 'records.2.member.data' failed to satisfy constraint");
        assertThat(stream.fromStart(SHARD_0).records()).isEmpty();
    }

    @Test
    void aPutIsAtMostTenMebibytes() {
        PutRecordsRequestEntry entry = PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .data(SdkBytes.fromByteArray(new byte[MEBIBYTE - 1]))
                .build();
        InvalidArgumentException error = catchThrowableOfType(
                InvalidArgumentException.class,
                () -> client.putRecords(
                        request -> request.streamName("orders").records(Collections.nCopies(11, entry))));
        assertThat(error).isNotNull();
        assertThat(stream.fromStart(SHARD_0).records()).isEmpty();
    }

    @Test
    void limitsOfNumbersAreKept() {
        assertThat(validation(() -> client.getRecords(
                        request -> request.shardIterator("AAAA").limit(0))))
                .isEqualTo("1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must"
                        + " have value greater than or equal to 1");
        assertThat(validation(() -> client.getRecords(
                        request -> request.shardIterator("AAAA").limit(10_001))))
                .endsWith("Member must have value less than or equal to 10000");
        assertThat(validation(() -> client.listStreams(request -> request.limit(0))))
                .startsWith("1 validation error detected: Value '0' at 'limit'");
        assertThat(validation(() -> client.listShards(
                        request -> request.streamName("orders").maxResults(0))))
                .startsWith("1 validation error detected: Value '0' at 'maxResults'");
    }

    @Test
    void aPartitionKeyHasOneTo256Characters() {
        assertThat(validation(() -> stream.put("", "payload")))
                .isEqualTo("1 validation error detected: Value '' at 'partitionKey' failed to satisfy constraint:"
                        + " Member must have length greater than or equal to 1");
        assertThat(validation(() -> stream.put("k".repeat(257), "payload")))
                .endsWith("Member must have length less than or equal to 256");
    }

    @Test
    void anIteratorTypeIsOneOfFive() {
        assertThat(validation(() -> client.getShardIterator(
                        request -> request.streamName("orders").shardId(SHARD_0).shardIteratorType("SOMEWHERE"))))
                .isEqualTo("1 validation error detected: Value 'SOMEWHERE' at 'shardIteratorType' failed to satisfy"
                        + " constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST,"
                        + " AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]");
    }

    @Test
    void anArnIsChecked() {
        assertThat(validation(() -> client.describeStreamSummary(request -> request.streamARN("orders"))))
                .endsWith("Member must satisfy regular expression pattern:"
                        + " arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+");
    }

    @Test
    void shardsOfAnOnDemandStreamAreTheServices() {
        client.createStream(request -> request.streamName("elastic"));
        StreamUnderTest elastic = new StreamUnderTest(client, "elastic");
        assertThat(validation(() -> elastic.split(SHARD_0, "1000"))).contains("On-Demand");
        assertThat(validation(() -> elastic.merge(SHARD_0, SHARD_1))).contains("On-Demand");
        assertThat(elastic.shards()).hasSize(4);
    }

    private static String validation(ThrowingCallable call) {
        ValidationException error = catchThrowableOfType(ValidationException.class, call);
        assertThat(error).as("the call fails").isNotNull();
        assertThat(error.statusCode()).isEqualTo(400);
        return error.awsErrorDetails().errorMessage();
    }
}
