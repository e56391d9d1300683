package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** What a shard of the strict service takes in a second, exact to the millisecond. */
class StrictWritesTest {

    private static final int MIB = 1024 * 1024;
    private static final int KIB = 1024;
    private static final String UPPER_HALF = "170141183460469231731687303715884105728";
    private static final String TOO_FAST =
            "Rate exceeded for shard shardId-000000000000 in stream orders under account 000000000000.";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));
    private final LocalKinesis kinesis =
            LocalKinesis.builder().strict(true).clock(clock).start();
    private final KinesisClient client = ClientForm.SYNC_CBOR.openWithoutRetries(kinesis.endpoint(), Region.US_EAST_1);

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aShardTakesAThousandRecordsInASecond() {
        StreamUnderTest.create(client, "orders", 1);
        assertThat(put(500, 1).failedRecordCount()).isZero();
        assertThat(put(500, 1).failedRecordCount()).isZero();
        PutRecordsResponse refused = put(2, 1);
        assertThat(refused.failedRecordCount()).isEqualTo(2);
        assertThat(refused.records())
                .allSatisfy(
                        record -> assertThat(record.errorCode()).isEqualTo("ProvisionedThroughputExceededException"))
                .allSatisfy(record -> assertThat(record.errorMessage()).isEqualTo(TOO_FAST))
                .allSatisfy(record -> assertThat(record.sequenceNumber()).isNull());
        assertThat(Errors.text(ProvisionedThroughputExceededException.class, () -> putOne(1)))
                .isEqualTo(TOO_FAST);
        clock.advance(Duration.ofMillis(3));
        assertThat(put(5, 1).records().stream().map(PutRecordsResultEntry::errorCode))
                .containsExactly(
                        null,
                        null,
                        null,
                        "ProvisionedThroughputExceededException",
                        "ProvisionedThroughputExceededException");
    }

    @Test
    void aShardTakesAMebibyteInASecond() {
        StreamUnderTest.create(client, "orders", 1);
        putOne(MIB);
        assertThat(Errors.text(ProvisionedThroughputExceededException.class, () -> putOne(1)))
                .isEqualTo(TOO_FAST);
        clock.advance(Duration.ofMillis(500));
        assertThat(put(2, MIB / 2).failedRecordCount()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(100));
        assertThat(put(3, MIB / 2).failedRecordCount()).isEqualTo(1);
    }

    @Test
    void whatIsRefusedAsTooLargeLeavesRoomForWhatFits() {
        StreamUnderTest.create(client, "orders", 1);
        putOne(MIB - 10 * KIB);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int length : new int[] {11 * KIB, 6 * KIB, 6 * KIB, 4 * KIB}) {
            entries.add(entry(length));
        }
        PutRecordsResponse response =
                client.putRecords(request -> request.streamName("orders").records(entries));
        assertThat(response.records().stream().map(record -> record.errorCode() == null))
                .containsExactly(false, true, false, true);
    }

    @Test
    void shardsHaveTheirLimitsEachForItself() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 2);
        stream.putAt(UPPER_HALF, "x".repeat(MIB - 3));
        assertThat(Errors.text(ProvisionedThroughputExceededException.class, () -> stream.putAt(UPPER_HALF, "x")))
                .contains("shard shardId-000000000001 in");
        stream.putAt("0", "x");
    }

    @Test
    void aLargeRecordGoesThroughAtOnceAndTheOthersPayForIt() {
        StreamUnderTest.create(client, "orders", 1);
        String arn = client.describeStreamSummary(request -> request.streamName("orders"))
                .streamDescriptionSummary()
                .streamARN();
        client.updateMaxRecordSize(request -> request.streamARN(arn).maxRecordSizeInKiB(10 * KIB));
        putOne(9 * MIB);
        assertThat(Errors.text(ProvisionedThroughputExceededException.class, () -> putOne(1)))
                .isEqualTo(TOO_FAST);
        clock.advance(Duration.ofSeconds(1));
        putOne(MIB);
        Errors.text(ProvisionedThroughputExceededException.class, () -> putOne(2 * MIB + 1));
        clock.advance(Duration.ofSeconds(1));
        putOne(2 * MIB);
        clock.advance(Duration.ofMillis(9_999));
        Errors.text(ProvisionedThroughputExceededException.class, () -> putOne(10 * MIB));
        clock.advance(Duration.ofMillis(1));
        putOne(10 * MIB);
    }

    @Test
    void anOnDemandStreamTakesWhatItsFourShardsTake() {
        client.createStream(request ->
                request.streamName("orders").streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
        List<String> starts = client.listShards(request -> request.streamName("orders")).shards().stream()
                .map(shard -> shard.hashKeyRange().startingHashKey())
                .toList();
        assertThat(starts).hasSize(4);
        for (int round = 0; round < 2; round++) {
            for (String start : starts) {
                assertThat(putAt(start, 500).failedRecordCount()).isZero();
            }
        }
        assertThat(putAt(starts.get(3), 1).failedRecordCount()).isEqualTo(1);
    }

    @Test
    void childrenOfASplitHaveLimitsOfTheirOwn() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        putOne(MIB);
        stream.split(StreamUnderTest.SHARD_0, UPPER_HALF);
        stream.putAt("0", "x");
        stream.putAt(UPPER_HALF, "x");
    }

    @Test
    void withoutTheOptionNothingIsThrottled() {
        try (LocalKinesis relaxed = LocalKinesis.builder().clock(clock).start();
                KinesisClient other = ClientForm.SYNC_CBOR.openWithoutRetries(relaxed.endpoint(), Region.US_EAST_1)) {
            StreamUnderTest stream = StreamUnderTest.create(other, "orders", 1);
            for (int i = 0; i < 5; i++) {
                stream.put("key", SdkBytes.fromByteArray(new byte[MIB - 3]));
            }
            for (int i = 0; i < 20; i++) {
                stream.fromStart(StreamUnderTest.SHARD_0);
                other.listStreams();
            }
        }
    }

    private PutRecordsResponse put(int count, int length) {
        List<PutRecordsRequestEntry> entries =
                IntStream.range(0, count).mapToObj(i -> entry(length)).toList();
        return client.putRecords(request -> request.streamName("orders").records(entries));
    }

    private PutRecordsResponse putAt(String hashKey, int count) {
        List<PutRecordsRequestEntry> entries = IntStream.range(0, count)
                .mapToObj(i -> entry(1).toBuilder().explicitHashKey(hashKey).build())
                .toList();
        return client.putRecords(request -> request.streamName("orders").records(entries));
    }

    private void putOne(int length) {
        PutRecordsRequestEntry entry = entry(length);
        client.putRecord(request ->
                request.streamName("orders").partitionKey(entry.partitionKey()).data(entry.data()));
    }

    /** A record of so many bytes, of which one is the partition key. */
    private static PutRecordsRequestEntry entry(int length) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .data(SdkBytes.fromByteArray(new byte[length - 1]))
                .build();
    }
}
