package dev.millrace.local;

import static dev.millrace.local.StreamUnderTest.SHARD_0;
import static dev.millrace.local.StreamUnderTest.SHARD_1;
import static dev.millrace.local.StreamUnderTest.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

@ParameterizedClass
@EnumSource(ClientForm.class)
class SdkRecordConformanceTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final String MAX_HASH_KEY =
            BigInteger.TWO.pow(128).subtract(BigInteger.ONE).toString();
    private static final int MEBIBYTE = 1024 * 1024;

    private final ClientForm form;
    private final SettableClock clock = new SettableClock(NOW);
    private final LocalKinesis kinesis = LocalKinesis.builder().clock(clock).start();
    private final KinesisClient client;

    SdkRecordConformanceTest(ClientForm form) {
        this.form = form;
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aRecordIsReadAsItWasPut() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        PutRecordResponse put = stream.put("key", "payload");
        assertThat(put.shardId()).isEqualTo(SHARD_0);
        assertThat(put.encryptionType()).isNull();
        GetRecordsResponse got = stream.fromStart(SHARD_0);
        assertThat(got.records()).hasSize(1);
        Record record = got.records().get(0);
        assertThat(record.sequenceNumber()).isEqualTo(put.sequenceNumber()).hasSize(56);
        assertThat(record.partitionKey()).isEqualTo("key");
        assertThat(record.data().asUtf8String()).isEqualTo("payload");
        assertThat(record.approximateArrivalTimestamp()).isEqualTo(NOW);
        assertThat(record.encryptionType()).isNull();
        assertThat(got.hasChildShards()).isFalse();
    }

    @Test
    void theArrivalOfARecordIsTheSystemsTimeByDefault() {
        try (LocalKinesis onSystemTime = LocalKinesis.start();
                KinesisClient other = form.open(onSystemTime.endpoint(), Region.EU_WEST_1)) {
            StreamUnderTest stream = StreamUnderTest.create(other, "orders", 1);
            Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
            stream.put("key", "payload");
            Instant after = Instant.ofEpochMilli(System.currentTimeMillis());
            assertThat(stream.fromStart(SHARD_0).records().get(0).approximateArrivalTimestamp())
                    .isBetween(before, after);
        }
    }

    @Test
    void explicitHashKeysReachTheFirstAndTheLastShard() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 2);
        assertThat(stream.putAt("0", "low").shardId()).isEqualTo(SHARD_0);
        assertThat(stream.putAt(MAX_HASH_KEY, "high").shardId()).isEqualTo(SHARD_1);
        assertThat(stream.putAt(BigInteger.TWO.pow(127).toString(), "middle").shardId())
                .isEqualTo(SHARD_1);
        assertThat(texts(stream.fromStart(SHARD_0))).containsExactly("low");
        assertThat(texts(stream.fromStart(SHARD_1))).containsExactly("high", "middle");
    }

    @Test
    void manyRecordsAreAnsweredInTheirOrder() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 2);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey("key")
                    .explicitHashKey(i % 2 == 0 ? "0" : MAX_HASH_KEY)
                    .data(SdkBytes.fromUtf8String("record-" + i))
                    .build());
        }
        PutRecordsResponse put =
                client.putRecords(request -> request.streamName("orders").records(entries));
        assertThat(put.failedRecordCount()).isZero();
        assertThat(put.records()).hasSize(500);
        GetRecordsResponse upper = stream.fromStart(SHARD_1);
        for (int i = 0; i < 250; i++) {
            assertThat(put.records().get(2 * i).shardId()).isEqualTo(SHARD_0);
            assertThat(put.records().get(2 * i + 1).shardId()).isEqualTo(SHARD_1);
            assertThat(put.records().get(2 * i + 1).errorCode()).isNull();
            assertThat(upper.records().get(i).sequenceNumber())
                    .isEqualTo(put.records().get(2 * i + 1).sequenceNumber());
            assertThat(upper.records().get(i).data().asUtf8String()).isEqualTo("record-" + (2 * i + 1));
        }
    }

    @Test
    void anIteratorOfEachTypeStartsWhereItShould() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        stream.put("key", "one");
        clock.advance(Duration.ofSeconds(10));
        String second = stream.put("key", "two").sequenceNumber();
        String latest = stream.iterator(SHARD_0, ShardIteratorType.LATEST);
        clock.advance(Duration.ofSeconds(10));
        stream.put("key", "three");
        assertThat(texts(stream.fromStart(SHARD_0))).containsExactly("one", "two", "three");
        assertThat(texts(stream.get(latest))).containsExactly("three");
        assertThat(texts(stream.get(stream.iterator(SHARD_0, ShardIteratorType.AT_SEQUENCE_NUMBER, second))))
                .containsExactly("two", "three");
        assertThat(texts(stream.get(stream.iterator(SHARD_0, ShardIteratorType.AFTER_SEQUENCE_NUMBER, second))))
                .containsExactly("three");
        assertThat(texts(stream.get(at(NOW.plusSeconds(10))))).containsExactly("two", "three");
        assertThat(texts(stream.get(at(NOW.plusMillis(10_001))))).containsExactly("three");
        assertThat(texts(stream.get(at(NOW.minusSeconds(3600))))).containsExactly("one", "two", "three");
        assertThat(texts(stream.get(at(NOW.plusSeconds(20))))).containsExactly("three");
    }

    @Test
    void theStartAndTheEndOfAShardAreSequenceNumbersToo() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        stream.put("key", "one");
        stream.split(SHARD_0, "1000");
        String start = stream.shards().get(0).sequenceNumberRange().startingSequenceNumber();
        String end = stream.shards().get(0).sequenceNumberRange().endingSequenceNumber();
        for (ShardIteratorType type :
                List.of(ShardIteratorType.AT_SEQUENCE_NUMBER, ShardIteratorType.AFTER_SEQUENCE_NUMBER)) {
            assertThat(texts(stream.get(stream.iterator(SHARD_0, type, start)))).containsExactly("one");
            GetRecordsResponse atEnd = stream.get(stream.iterator(SHARD_0, type, end));
            assertThat(atEnd.records()).isEmpty();
            assertThat(atEnd.nextShardIterator()).isNull();
        }
    }

    @Test
    void readingGoesOnWithTheNextIteratorAndSaysHowFarBehindItIs() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        stream.put("key", "one");
        clock.advance(Duration.ofMillis(1500));
        stream.put("key", "two");
        clock.advance(Duration.ofMillis(700));
        String iterator = stream.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
        GetRecordsResponse first =
                client.getRecords(request -> request.shardIterator(iterator).limit(1));
        assertThat(texts(first)).containsExactly("one");
        assertThat(first.millisBehindLatest()).isEqualTo(700);
        GetRecordsResponse second = stream.get(first.nextShardIterator());
        assertThat(texts(second)).containsExactly("two");
        assertThat(second.millisBehindLatest()).isZero();
        GetRecordsResponse third = stream.get(second.nextShardIterator());
        assertThat(third.records()).isEmpty();
        assertThat(third.millisBehindLatest()).isZero();
        assertThat(third.nextShardIterator()).isNotNull().isNotEqualTo(second.nextShardIterator());
        stream.put("key", "three");
        assertThat(texts(stream.get(third.nextShardIterator()))).containsExactly("three");
    }

    @Test
    void aPutAndAReadHaveUpToTenMebibytes() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        PutRecordsRequestEntry entry = PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .data(SdkBytes.fromByteArray(new byte[MEBIBYTE - 1]))
                .build();
        client.putRecords(request -> request.streamName("orders").records(Collections.nCopies(10, entry)));
        stream.put("k", "eleventh");
        GetRecordsResponse first = stream.fromStart(SHARD_0);
        assertThat(first.records()).hasSize(10);
        assertThat(texts(stream.get(first.nextShardIterator()))).containsExactly("eleventh");
    }

    @Test
    void dataMayBeEmptyOrAMebibyteAndAnyBytes() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        byte[] large = new byte[MEBIBYTE - 1];
        new Random(7).nextBytes(large);
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        stream.put("k", SdkBytes.fromByteArray(new byte[0]));
        stream.put("k", SdkBytes.fromByteArray(large));
        stream.put("k", SdkBytes.fromByteArray(every));
        assertThat(stream.fromStart(SHARD_0).records())
                .extracting(record -> record.data().asByteArray())
                .containsExactly(new byte[0], large, every);
    }

    @Test
    void aPartitionKeyMayHaveAnyCharacters() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        List<String> keys = List.of("Straße", "注文", "🦀🦀", "a\"\\\n\u0001\u2028", "é".repeat(256));
        keys.forEach(key -> stream.put(key, "payload"));
        assertThat(stream.fromStart(SHARD_0).records())
                .extracting(Record::partitionKey)
                .containsExactlyElementsOf(keys);
    }

    @Test
    void aPartitionKeyLandsOnTheShardOfItsMd5() {
        // The MD5 of "a" begins with 0c, that of "b" with 92.
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 2);
        assertThat(stream.put("a", "payload").shardId()).isEqualTo(SHARD_0);
        assertThat(stream.put("b", "payload").shardId()).isEqualTo(SHARD_1);
    }

    @Test
    void anOrderingNumberIsAccepted() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        String first = stream.put("key", "one").sequenceNumber();
        client.putRecord(request -> request.streamName("orders")
                .partitionKey("key")
                .sequenceNumberForOrdering(first)
                .data(SdkBytes.fromUtf8String("two")));
        assertThat(texts(stream.fromStart(SHARD_0))).containsExactly("one", "two");
    }

    private String at(Instant timestamp) {
        return client.getShardIterator(request -> request.streamName("orders")
                        .shardId(SHARD_0)
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(timestamp))
                .shardIterator();
    }
}
