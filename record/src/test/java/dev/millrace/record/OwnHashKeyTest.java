package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Explicit hash keys of the callers' own, in pinned layout. */
class OwnHashKeyTest {

    private static final HashKey OWN = HashKey.of(0, 42);
    private static final HashKey PIN_OF_A = HashKey.ofPartitionKey("a");

    private final RecordAggregator aggregator = RecordAggregator.create();

    @Test
    void ownHashKeyGoesToAnUnmarkedAggregateOfItsOwn() {
        aggregator.addUserRecord("a", new byte[] {1});
        aggregator.addUserRecord("b", OWN, new byte[] {2});
        aggregator.addUserRecord("c", OWN, new byte[] {3});
        List<AggregatedRecord> finished = aggregator.clearAndGet();
        assertThat(finished).extracting(AggregatedRecord::partitionKey).containsExactly("a", "b");

        AggregatedRecord own = finished.get(1);
        assertThat(own.explicitHashKey()).isEqualTo(OWN);
        assertThat(own.hashKeys()).isEqualTo(HashKeyRange.only(OWN));
        Deaggregation.Aggregated aggregated = ReadBack.aggregated(own);
        assertThat(aggregated.pinned()).isFalse();
        assertThat(aggregated.userRecords()).hasSize(2).allSatisfy(record -> {
            assertThat(record.pinned()).isFalse();
            assertThat(record.explicitHashKey()).isEqualTo(OWN);
            assertThat(record.explicitHashKeyText()).isEqualTo("42");
            assertThat(record.hashKey()).isEqualTo(OWN);
        });
    }

    @Test
    void ownHashKeyIsWrittenWithoutPinAndMark() {
        aggregator.addUserRecord("b", OWN, new byte[] {2});
        byte[] message = HandMade.hex(
                "0A 01 62", // partition key table, entry 0, 1 byte: b
                "12 02 34 32", // explicit hash key table, entry 0, 2 bytes: 42
                "1A 07", // record, 7 bytes
                "08 00", // partition key index 0
                "10 00", // explicit hash key index 0
                "1A 01 02"); // data, 1 byte
        assertThat(ReadBack.bytes(aggregator.clearAndGet().get(0).data())).isEqualTo(HandMade.frame(message));
    }

    @Test
    void ownHashKeyThatEqualsThePinJoinsWithAnEntryOfItsOwn() {
        aggregator.addUserRecord("a", new byte[] {1});
        aggregator.addUserRecord("b", PIN_OF_A, new byte[] {2});
        aggregator.addUserRecord("a", PIN_OF_A, new byte[] {3});
        aggregator.addUserRecord("b", new byte[] {4});

        byte[] message = HandMade.hex(
                "0A 01 61", // partition key table, entry 0, 1 byte: a
                "0A 01 62", // partition key table, entry 1, 1 byte: b
                "12 26", // explicit hash key table, entry 0, 38 bytes: the pin
                HandMade.ascii(PIN_OF_A.toString()),
                "12 26", // explicit hash key table, entry 1, 38 bytes: the callers' own
                HandMade.ascii(PIN_OF_A.toString()),
                "1A 0E 08 00 10 00 1A 01 01", // record, 14 bytes: key 0, hash key 0, data,
                "22 05 0A 03 70 69 6E", // and the tag pin
                "1A 07 08 01 10 01 1A 01 02", // record, 7 bytes: key 1, hash key 1, data
                "1A 07 08 00 10 01 1A 01 03", // record, 7 bytes: key 0, hash key 1, data
                "1A 07 08 01 10 00 1A 01 04"); // record, 7 bytes: key 1, hash key 0, data
        List<AggregatedRecord> finished = aggregator.clearAndGet();
        assertThat(finished).hasSize(1);
        assertThat(ReadBack.bytes(finished.get(0).data())).isEqualTo(HandMade.frame(message));

        Deaggregation.Aggregated aggregated = ReadBack.aggregated(finished.get(0));
        assertThat(aggregated.pinned()).isTrue();
        assertThat(aggregated.userRecords())
                .extracting(StoredUserRecord::pinned)
                .containsExactly(true, false, false, true);
        assertThat(aggregated.userRecords())
                .extracting(StoredUserRecord::explicitHashKey)
                .containsExactly(null, PIN_OF_A, PIN_OF_A, null);
        assertThat(aggregated.userRecords())
                .extracting(StoredUserRecord::hashKey)
                .containsOnly(PIN_OF_A);
    }

    @Test
    void recordThatNoLongerFitsBesideItsPinCompletesThePinnedAggregate() {
        RecordAggregator small = RecordAggregator.builder().maxSizeBytes(200).build();
        small.addUserRecord("a", new byte[10]);
        AggregatedRecord pinned =
                small.addUserRecord("a", PIN_OF_A, new byte[100]).orElseThrow();
        assertThat(ReadBack.aggregated(pinned).pinned()).isTrue();
        assertThat(small.addUserRecord("b", new byte[1])).isEmpty();

        List<AggregatedRecord> finished = small.clearAndGet();
        assertThat(finished).extracting(AggregatedRecord::userRecordCount).containsExactly(1, 1);
        Deaggregation.Aggregated own = ReadBack.aggregated(finished.get(0));
        assertThat(own.pinned()).isFalse();
        assertThat(own.userRecords().get(0).explicitHashKey()).isEqualTo(PIN_OF_A);
        assertThat(ReadBack.aggregated(finished.get(1)).pinned()).isTrue();
    }

    @Test
    void recordsOfAHashKeyThatEqualsThePinKeepTheirOrderAfterOneDidNotFit() {
        RecordAggregator small = RecordAggregator.builder().maxSizeBytes(250).build();
        List<AggregatedRecord> out = new ArrayList<>();
        small.addUserRecord("a", new byte[10]);
        small.addUserRecord("a", PIN_OF_A, new byte[130]).ifPresent(out::add);
        small.addUserRecord("a", PIN_OF_A, new byte[1]).ifPresent(out::add);
        out.addAll(small.clearAndGet());
        assertThat(lengthsOfKeyed(out)).containsExactly(130, 1);
    }

    @Test
    void recordsOfAHashKeyThatEqualsALaterPinKeepTheirOrder() {
        RecordAggregator small = RecordAggregator.builder()
                .grouping(AggregationGrouping.PARTITION_KEY)
                .maxSizeBytes(250)
                .build();
        List<AggregatedRecord> out = new ArrayList<>();
        small.addUserRecord("a", PIN_OF_A, new byte[1]).ifPresent(out::add);
        small.addUserRecord("a", new byte[2]).ifPresent(out::add);
        small.addUserRecord("a", PIN_OF_A, new byte[3]).ifPresent(out::add);
        small.addUserRecord("a", new byte[120]).ifPresent(out::add);
        out.addAll(small.clearAndGet());
        assertThat(lengthsOfKeyed(out)).containsExactly(1, 3);
    }

    private static List<Integer> lengthsOfKeyed(List<AggregatedRecord> records) {
        return records.stream()
                .flatMap(record -> ReadBack.userRecords(record).stream())
                .filter(record -> record.explicitHashKey() != null)
                .map(UserRecord::dataLength)
                .toList();
    }

    @Test
    void recordsWithoutHashKeyNeverJoinAnOwnOne() {
        aggregator.addUserRecord("a", PIN_OF_A, new byte[] {1});
        aggregator.addUserRecord("a", new byte[] {2});
        List<AggregatedRecord> finished = aggregator.clearAndGet();
        assertThat(finished).hasSize(2);
        assertThat(ReadBack.aggregated(finished.get(0)).pinned()).isFalse();
        assertThat(ReadBack.aggregated(finished.get(1)).pinned()).isTrue();
    }

    @Test
    void seventeenthOwnHashKeyCompletesTheOldest() {
        aggregator.addUserRecord("main", new byte[1]);
        for (int i = 0; i < 16; i++) {
            assertThat(aggregator.addUserRecord("k" + i, HashKey.of(0, i), new byte[1]))
                    .isEmpty();
        }
        assertThat(aggregator.addUserRecord("more", HashKey.of(0, 0), new byte[1]))
                .isEmpty();
        Optional<AggregatedRecord> completed = aggregator.addUserRecord("k16", HashKey.of(0, 16), new byte[1]);
        assertThat(completed).map(AggregatedRecord::explicitHashKey).contains(HashKey.MIN);
        assertThat(completed).map(AggregatedRecord::userRecordCount).contains(2);

        List<AggregatedRecord> rest = aggregator.clearAndGet();
        assertThat(rest).hasSize(17);
        assertThat(rest.get(0).partitionKey()).isEqualTo("main");
        assertThat(rest.get(1).explicitHashKey()).isEqualTo(HashKey.of(0, 1));
        assertThat(rest.get(16).explicitHashKey()).isEqualTo(HashKey.of(0, 16));
    }

    @Test
    void groupBegunAnewIsTheYoungest() {
        RecordAggregator small = RecordAggregator.builder().maxSizeBytes(100).build();
        small.addUserRecord("k", HashKey.of(0, 1), new byte[40]);
        small.addUserRecord("k", HashKey.of(0, 2), new byte[40]);
        assertThat(small.addUserRecord("k", HashKey.of(0, 1), new byte[41]))
                .map(AggregatedRecord::explicitHashKey)
                .contains(HashKey.of(0, 1));
        assertThat(small.clearAndGet())
                .extracting(AggregatedRecord::explicitHashKey)
                .containsExactly(HashKey.of(0, 2), HashKey.of(0, 1));
    }

    @Test
    void partitionKeysOfOneOwnHashKeyAreKeptApartWhenGrouped() {
        RecordAggregator grouped = RecordAggregator.builder()
                .grouping(AggregationGrouping.PARTITION_KEY)
                .build();
        grouped.addUserRecord("b", OWN, new byte[1]);
        grouped.addUserRecord("c", OWN, new byte[1]);
        grouped.addUserRecord("b", OWN, new byte[1]);
        assertThat(grouped.clearAndGet())
                .extracting(AggregatedRecord::userRecordCount)
                .containsExactly(2, 1);
    }

    @Test
    void lonePlainRecordCarriesItsOwnHashKeyOutside() {
        RecordAggregator plain =
                RecordAggregator.builder().frameLoneRecords(false).build();
        plain.addUserRecord("b", OWN, new byte[] {1});
        AggregatedRecord record = plain.clearAndGet().get(0);
        assertThat(record.explicitHashKey()).isEqualTo(OWN);
        assertThat(record.hashKeys()).isEqualTo(HashKeyRange.only(OWN));
        assertThat(ReadBack.userRecords(record)).containsExactly(UserRecord.of("b", OWN, new byte[] {1}));
        assertThat(ReadBack.isPlain(record)).isTrue();
    }
}
