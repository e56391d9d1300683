package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.UserRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;

/** What the manager does while the shards stay as they are. */
@ExtendWith(KinesisExtension.class)
class AggregationManagerTest {

    private static final int RECORDS = 5_000;
    private static final int MAX_BYTES = 4_000;

    private final KinesisExtension.Kinesis kinesis;
    private final SplittableRandom random = Seed.random();
    private final List<AggregatedRecord> finished = new ArrayList<>();

    AggregationManagerTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void everyAggregateLandsInTheShardOfAllItsUserRecords(AggregationLayout layout) {
        TestStream stream = kinesis.stream(16);
        try (AggregationManager manager = manager(stream).layout(layout).build()) {
            for (int i = 0; i < RECORDS; i++) {
                manager.addUserRecord(record(i));
            }
        }
        Map<String, HashKeyRange> ranges = stream.ranges();
        Set<String> shards = new HashSet<>();
        for (AggregatedRecord record : finished) {
            String shard = put(stream, record);
            shards.add(shard);
            assertThat(range(ranges, shard).contains(record.hashKeys()))
                    .as("%s in %s", record, shard)
                    .isTrue();
        }
        assertThat(shards).hasSize(16);
        assertThat(finished).hasSizeLessThan(RECORDS / 2);
        StreamContents contents = stream.contents();
        assertThat(contents.userRecords()).hasSize(RECORDS);
        contents.counts().values().forEach(count -> assertThat(count).isOne());
        contents.countsOfStrictReader()
                .values()
                .forEach(count -> assertThat(count).isOne());
    }

    /** In pinned layout each key of an aggregate belongs to its shard, so that a key stays where it is at home. */
    @Test
    void userRecordsAreGroupedByTheShardOfTheirOwnHashKey() {
        TestStream stream = kinesis.stream(5);
        try (AggregationManager manager = manager(stream).build()) {
            for (int i = 0; i < RECORDS; i++) {
                manager.addUserRecord("key-" + random.nextInt(1_000), "" + i);
            }
        }
        finished.forEach(record -> put(stream, record));
        Map<String, HashKeyRange> ranges = stream.ranges();
        List<StreamContents.Found> found = stream.contents().userRecords();
        assertThat(found).hasSize(RECORDS);
        found.forEach(userRecord -> assertThat(range(ranges, userRecord.place().shardId())
                        .contains(HashKey.ofPartitionKey(userRecord.partitionKey())))
                .isTrue());
    }

    @Test
    void managerWithoutCallbackIsRefused() {
        TestStream stream = kinesis.stream(1);
        assertThatThrownBy(() -> AggregationManager.builder(stream.name(), kinesis.client())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("onRecordComplete");
        try (AggregationManager manager = new AggregationManager(stream.name())) {
            assertThatThrownBy(() -> manager.addUserRecord("key", new byte[1]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("onRecordComplete");
            assertThat(manager.userRecordCount()).isZero();
        }
    }

    @Test
    void defaultsAreThoseOfItsModel() {
        assertThat(AggregationManager.DEFAULT_REGION).isEqualTo("us-east-1");
        assertThat(AggregationManager.DEFAULT_REFRESH_SHARD_FREQUENCY_COUNT).isEqualTo(1_000);
        assertThatThrownBy(() -> new AggregationManager("stream", "us-east-1", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 (at least 1)");
    }

    @Test
    void nothingIsHandedOverWhereNothingIsOpen() {
        TestStream stream = kinesis.stream(3);
        AggregationManager manager = manager(stream).build();
        manager.flushAll();
        manager.addUserRecord("key", new byte[3]);
        manager.flushAll();
        manager.flushAll();
        manager.close();
        assertThat(finished).hasSize(1);
        assertThat(finished.get(0).userRecordCount()).isOne();
    }

    @Test
    void managersShareNothing() {
        TestStream stream = kinesis.stream(2);
        List<AggregatedRecord> others = new ArrayList<>();
        AggregationManager one = manager(stream).build();
        AggregationManager other = AggregationManager.builder(stream.name(), kinesis.client())
                .onRecordComplete(others::add, Runnable::run)
                .build();
        one.addUserRecord("key", new byte[1]);
        assertThat(other.userRecordCount()).isZero();
        other.close();
        assertThat(others).isEmpty();
        one.close();
        assertThat(finished).hasSize(1);
    }

    @Test
    void closedManagerTakesNothing() {
        AggregationManager manager = manager(kinesis.stream(1)).build();
        manager.addUserRecord("key", new byte[1]);
        manager.close();
        assertThat(finished).hasSize(1);
        assertThatThrownBy(() -> manager.addUserRecord("key", new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        manager.close();
        assertThat(finished).hasSize(1);
    }

    @Test
    void callbackMayAddToTheManager() {
        TestStream stream = kinesis.stream(1);
        List<AggregationManager> managers = new ArrayList<>();
        AggregationManager manager = AggregationManager.builder(stream.name(), kinesis.client())
                .onRecordComplete(
                        record -> {
                            if (finished.isEmpty()) {
                                managers.get(0).addUserRecord("key", "from the callback");
                            }
                            finished.add(record);
                        },
                        Runnable::run)
                .build();
        managers.add(manager);
        manager.addUserRecord("key", "first");
        manager.flushAll();
        assertThat(manager.userRecordCount()).isOne();
        manager.flushAll();
        assertThat(finished).hasSize(2);
    }

    private static HashKeyRange range(Map<String, HashKeyRange> ranges, String shardId) {
        return Objects.requireNonNull(ranges.get(shardId), shardId);
    }

    /** Explicit hash keys now and then, at the ends of the range too. */
    private UserRecord record(int index) {
        HashKey own = switch (random.nextInt(10)) {
            case 0 -> HashKey.MIN;
            case 1 -> HashKey.MAX;
            case 2 -> HashKey.of(random.nextLong(), random.nextLong());
            case 3 -> HashKey.of(BigInteger.valueOf(random.nextInt(1_000)));
            default -> null;
        };
        return UserRecord.of("key-" + random.nextInt(2_000), own, "" + index);
    }

    private AggregationManagerBuilder manager(TestStream stream) {
        return AggregationManager.builder(stream.name(), kinesis.client())
                .maxSizeBytes(MAX_BYTES)
                .onRecordComplete(finished::add, Runnable::run);
    }

    private String put(TestStream stream, AggregatedRecord record) {
        HashKey explicit = record.explicitHashKey();
        return Await.result(kinesis.client()
                        .putRecord(request -> request.streamName(stream.name())
                                .partitionKey(record.partitionKey())
                                .explicitHashKey(explicit == null ? null : explicit.toString())
                                .data(SdkBytes.fromByteBuffer(record.data()))))
                .shardId();
    }
}
