package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The layout of the Kinesis Producer Library. Its own bytes are compared in {@link VectorsTest}. */
class KplLayoutTest {

    private static final HashKey OWN = HashKey.of(0, 42);

    private final RecordAggregator aggregator =
            RecordAggregator.builder().layout(AggregationLayout.KPL).build();

    @Test
    void kplAggregateHasExactlyTheseBytes() {
        aggregator.addUserRecord("b", new byte[] {1, 2});
        aggregator.addUserRecord("c", OWN, new byte[0]);
        aggregator.addUserRecord("b", OWN, new byte[] {3});

        byte[] message = HandMade.hex(
                "0A 01 62", // partition key table, entry 0, 1 byte: b
                "0A 01 63", // partition key table, entry 1, 1 byte: c
                "12 02 34 32", // explicit hash key table, entry 0, 2 bytes: 42
                "1A 06", // record, 6 bytes
                "08 00", // partition key index 0
                "1A 02 01 02", // data, 2 bytes
                "1A 06", // record, 6 bytes
                "08 01", // partition key index 1
                "10 00", // explicit hash key index 0
                "1A 00", // data, 0 bytes
                "1A 07", // record, 7 bytes
                "08 00", // partition key index 0
                "10 00", // explicit hash key index 0
                "1A 01 03"); // data, 1 byte
        assertThat(ReadBack.bytes(only().data())).isEqualTo(HandMade.frame(message));
    }

    @Test
    void outerKeysAreTheLetterAAndTheFirstHash() {
        aggregator.addUserRecord("b", new byte[1]);
        aggregator.addUserRecord("c", new byte[1]);
        AggregatedRecord record = only();
        assertThat(record.partitionKey()).isEqualTo("a");
        assertThat(record.explicitHashKey()).isEqualTo(HashKey.ofPartitionKey("b"));
        assertThat(record.putSizeBytes()).isEqualTo(record.sizeBytes() + 1);
    }

    @Test
    void outerHashIsTheFirstRecordsOwnIfItHasOne() {
        aggregator.addUserRecord("b", OWN, new byte[1]);
        aggregator.addUserRecord("c", new byte[1]);
        assertThat(only().explicitHashKey()).isEqualTo(OWN);
    }

    @Test
    void noHashKeysAreInvented() {
        aggregator.addUserRecord("b", new byte[1]);
        aggregator.addUserRecord("c", OWN, new byte[1]);
        Deaggregation.Aggregated aggregated = ReadBack.aggregated(only());
        assertThat(aggregated.pinned()).isFalse();
        assertThat(aggregated.userRecords())
                .extracting(StoredUserRecord::explicitHashKey)
                .containsExactly(null, OWN);
        assertThat(aggregated.userRecords())
                .extracting(StoredUserRecord::hashKey)
                .containsExactly(HashKey.ofPartitionKey("b"), OWN);
        assertThat(aggregated.userRecords())
                .extracting(StoredUserRecord::pinned)
                .containsOnly(false);
    }

    @Test
    void loneRecordIsPlainUnderItsOwnKeyAndHash() {
        aggregator.addUserRecord("b", new byte[] {1});
        AggregatedRecord record = only();
        assertThat(ReadBack.bytes(record.data())).containsExactly(1);
        assertThat(record.partitionKey()).isEqualTo("b");
        assertThat(record.explicitHashKey()).isEqualTo(HashKey.ofPartitionKey("b"));
        assertThat(record.hashKeys()).isEqualTo(HashKeyRange.only(HashKey.ofPartitionKey("b")));
    }

    @Test
    void loneRecordWithOwnHashKeyIsPlainUnderIt() {
        aggregator.addUserRecord("b", OWN, new byte[] {1});
        assertThat(only().explicitHashKey()).isEqualTo(OWN);
    }

    @Test
    void loneRecordThatReadsAsAnAggregateIsFramedAllTheSame() {
        aggregator.addUserRecord("b", new byte[] {1});
        aggregator.addUserRecord("b", new byte[] {2});
        byte[] aggregate = ReadBack.bytes(only().data());
        aggregator.addUserRecord("c", aggregate);
        AggregatedRecord record = only();
        assertThat(record.partitionKey()).isEqualTo("a");
        assertThat(record.explicitHashKey()).isEqualTo(HashKey.ofPartitionKey("c"));
        assertThat(ReadBack.userRecords(record)).containsExactly(UserRecord.of("c", aggregate));
    }

    @Test
    void rangeOfHashKeysReachesFromTheSmallestToTheLargest() {
        Seeds.rounds(200, random -> {
            HashKeyRange range = null;
            for (int left = 1 + random.nextInt(10); left > 0; left--) {
                UserRecord record = RandomRecords.userRecord(random);
                aggregator.addUserRecord(record);
                range = range == null ? HashKeyRange.only(record.hashKey()) : range.including(record.hashKey());
            }
            assertThat(only().hashKeys()).isEqualTo(range);
        });
    }

    @Test
    void ownHashKeysShareOneAggregate() {
        for (int i = 0; i < 100; i++) {
            assertThat(aggregator.addUserRecord("k", HashKey.of(0, i), new byte[1]))
                    .isEmpty();
        }
        assertThat(only().userRecordCount()).isEqualTo(100);
    }

    @Test
    void partitionKeysAreKeptApartWhenGrouped() {
        RecordAggregator grouped = RecordAggregator.builder()
                .layout(AggregationLayout.KPL)
                .grouping(AggregationGrouping.PARTITION_KEY)
                .maxOpenGroups(2)
                .build();
        assertThat(grouped.addUserRecord("b", new byte[1])).isEmpty();
        assertThat(grouped.addUserRecord("c", OWN, new byte[1])).isEmpty();
        assertThat(grouped.addUserRecord("b", OWN, new byte[1])).isEmpty();
        Optional<AggregatedRecord> oldest = grouped.addUserRecord("d", new byte[1]);
        assertThat(oldest).map(AggregatedRecord::userRecordCount).contains(2);
        assertThat(grouped.clearAndGet())
                .extracting(AggregatedRecord::partitionKey)
                .containsExactly("c", "d");
    }

    private AggregatedRecord only() {
        List<AggregatedRecord> finished = aggregator.clearAndGet();
        assertThat(finished).hasSize(1);
        return finished.get(0);
    }
}
