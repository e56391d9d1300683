package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pinned layout. What it does with explicit hash keys of the callers' own is in {@link OwnHashKeyTest}. */
class RecordAggregatorTest {

    /** MD5 of {@code a}: 38 digits. */
    private static final String PIN_OF_A = "16955237001963240173058271559858726497";

    private final RecordAggregator aggregator = RecordAggregator.create();

    @Test
    void pinnedAggregateHasExactlyTheseBytes() {
        aggregator.addUserRecord("a", new byte[] {1, 2});
        aggregator.addUserRecord("b", new byte[0]);
        aggregator.addUserRecord("a", new byte[] {(byte) 0xFF});

        byte[] message = HandMade.hex(
                "0A 01 61", // partition key table, entry 0, 1 byte: a
                "0A 01 62", // partition key table, entry 1, 1 byte: b
                "12 26", // explicit hash key table, entry 0, 38 bytes: the pin
                HandMade.ascii(PIN_OF_A),
                "1A 0F", // record, 15 bytes
                "08 00", // partition key index 0
                "10 00", // explicit hash key index 0
                "1A 02 01 02", // data, 2 bytes
                "22 05", // tag, 5 bytes
                "0A 03 70 69 6E", // key, 3 bytes: pin
                "1A 06", // record, 6 bytes
                "08 01", // partition key index 1
                "10 00", // explicit hash key index 0
                "1A 00", // data, 0 bytes
                "1A 07", // record, 7 bytes
                "08 00", // partition key index 0
                "10 00", // explicit hash key index 0
                "1A 01 FF"); // data, 1 byte
        assertThat(ReadBack.bytes(only().data())).isEqualTo(HandMade.frame(message));
    }

    @Test
    void loneRecordIsFramedByDefault() {
        aggregator.addUserRecord("a", new byte[] {7});

        byte[] message = HandMade.hex(
                "0A 01 61", // partition key table, entry 0, 1 byte: a
                "12 26", // explicit hash key table, entry 0, 38 bytes: the pin
                HandMade.ascii(PIN_OF_A),
                "1A 0E", // record, 14 bytes
                "08 00", // partition key index 0
                "10 00", // explicit hash key index 0
                "1A 01 07", // data, 1 byte
                "22 05", // tag, 5 bytes
                "0A 03 70 69 6E"); // key, 3 bytes: pin
        AggregatedRecord record = only();
        assertThat(ReadBack.bytes(record.data())).isEqualTo(HandMade.frame(message));
        assertThat(record.userRecordCount()).isEqualTo(1);
    }

    @Test
    void outerKeysAreThoseOfTheFirstRecord() {
        aggregator.addUserRecord("a", new byte[1]);
        aggregator.addUserRecord("b", new byte[1]);
        AggregatedRecord record = only();
        assertThat(record.partitionKey()).isEqualTo("a");
        assertThat(record.explicitHashKey()).hasToString(PIN_OF_A);
        assertThat(record.hashKeys()).isEqualTo(HashKeyRange.only(HashKey.parse(PIN_OF_A)));
        assertThat(record.userRecordCount()).isEqualTo(2);
        assertThat(record.sizeBytes()).isEqualTo(record.data().remaining());
        assertThat(record.putSizeBytes()).isEqualTo(record.sizeBytes() + 1);
    }

    @Test
    void allInnerRecordsCarryThePinAndNoKeyOfTheirOwn() {
        aggregator.addUserRecord("a", new byte[] {1});
        aggregator.addUserRecord("b", new byte[] {2});
        aggregator.addUserRecord("a", new byte[] {3});
        Deaggregation.Aggregated aggregated = ReadBack.aggregated(only());
        assertThat(aggregated.pinned()).isTrue();
        assertThat(aggregated.userRecords())
                .extracting(StoredUserRecord::partitionKey)
                .containsExactly("a", "b", "a");
        assertThat(aggregated.userRecords()).allSatisfy(record -> {
            assertThat(record.pinned()).isTrue();
            assertThat(record.hashKey()).hasToString(PIN_OF_A);
            assertThat(record.explicitHashKey()).isNull();
            assertThat(record.explicitHashKeyText()).isNull();
        });
    }

    @Test
    void multibyteOuterKeyIsCountedInBytes() {
        aggregator.addUserRecord("\u6771", new byte[1]);
        AggregatedRecord record = only();
        assertThat(record.putSizeBytes()).isEqualTo(record.sizeBytes() + 3);
        assertThat(record.explicitHashKey()).isEqualTo(HashKey.ofPartitionKey("\u6771"));
    }

    @Test
    void loneRecordIsPlainOnRequest() {
        RecordAggregator plain =
                RecordAggregator.builder().frameLoneRecords(false).build();
        plain.addUserRecord("a", new byte[] {1, 2, 3});
        assertThat(plain.sizeBytes()).isEqualTo(3);
        AggregatedRecord record = plain.clearAndGet().get(0);
        assertThat(ReadBack.bytes(record.data())).containsExactly(1, 2, 3);
        assertThat(record.partitionKey()).isEqualTo("a");
        assertThat(record.explicitHashKey()).isNull();
        assertThat(record.userRecordCount()).isEqualTo(1);
        assertThat(record.putSizeBytes()).isEqualTo(4);
        assertThat(record.hashKeys()).isEqualTo(HashKeyRange.only(HashKey.parse(PIN_OF_A)));
    }

    @Test
    void secondRecordMakesAnAggregateOfALoneOne() {
        RecordAggregator plain =
                RecordAggregator.builder().frameLoneRecords(false).build();
        List.of(plain, aggregator).forEach(each -> {
            each.addUserRecord("a", new byte[] {1, 2, 3});
            each.addUserRecord("b", new byte[] {4});
        });
        assertThat(plain.clearAndGet().get(0).data()).isEqualTo(only().data());
    }

    @Test
    void loneRecordThatReadsAsAnAggregateIsFramedInAnyCase() {
        aggregator.addUserRecord("inner", "payload".getBytes(StandardCharsets.UTF_8));
        byte[] aggregate = ReadBack.bytes(only().data());
        RecordAggregator plain =
                RecordAggregator.builder().frameLoneRecords(false).build();
        plain.addUserRecord("a", aggregate);
        AggregatedRecord record = plain.clearAndGet().get(0);
        assertThat(ReadBack.userRecords(record)).containsExactly(UserRecord.of("a", aggregate));
        assertThat(record.explicitHashKey()).hasToString(PIN_OF_A);

        byte[] almost = aggregate.clone();
        almost[almost.length - 1] ^= 1;
        plain.addUserRecord("a", almost);
        assertThat(ReadBack.bytes(plain.clearAndGet().get(0).data())).isEqualTo(almost);
    }

    @Test
    void groupingByPartitionKeyKeepsKeysApart() {
        RecordAggregator grouped = RecordAggregator.builder()
                .grouping(AggregationGrouping.PARTITION_KEY)
                .build();
        grouped.addUserRecord("a", new byte[] {1});
        grouped.addUserRecord("b", new byte[] {2});
        grouped.addUserRecord("a", new byte[] {3});
        List<AggregatedRecord> finished = grouped.clearAndGet();
        assertThat(finished).extracting(AggregatedRecord::partitionKey).containsExactly("a", "b");
        assertThat(finished)
                .extracting(AggregatedRecord::explicitHashKey)
                .containsExactly(HashKey.ofPartitionKey("a"), HashKey.ofPartitionKey("b"));
        assertThat(ReadBack.userRecords(finished.get(0)))
                .containsExactly(UserRecord.of("a", new byte[] {1}), UserRecord.of("a", new byte[] {3}));
        assertThat(ReadBack.userRecords(finished.get(1))).containsExactly(UserRecord.of("b", new byte[] {2}));
    }

    @Test
    void oldestPartitionKeyIsCompletedToMakeRoom() {
        RecordAggregator grouped = RecordAggregator.builder()
                .grouping(AggregationGrouping.PARTITION_KEY)
                .maxOpenGroups(2)
                .build();
        assertThat(grouped.addUserRecord("a", new byte[1])).isEmpty();
        assertThat(grouped.addUserRecord("b", new byte[1])).isEmpty();
        assertThat(grouped.addUserRecord("a", new byte[1])).isEmpty();
        Optional<AggregatedRecord> completed = grouped.addUserRecord("c", new byte[1]);
        assertThat(completed).map(AggregatedRecord::partitionKey).contains("a");
        assertThat(completed).map(AggregatedRecord::userRecordCount).contains(2);
        assertThat(grouped.clearAndGet())
                .extracting(AggregatedRecord::partitionKey)
                .containsExactly("b", "c");
    }

    @Test
    void fullAggregateComesBackFromTheAddThatFoundItFull() {
        RecordAggregator small = RecordAggregator.builder().maxSizeBytes(200).build();
        assertThat(small.addUserRecord("a", new byte[50])).isEmpty();
        Optional<AggregatedRecord> full = small.addUserRecord("b", new byte[100]);
        assertThat(full).map(AggregatedRecord::partitionKey).contains("a");
        assertThat(full).map(AggregatedRecord::userRecordCount).contains(1);
        AggregatedRecord rest = small.clearAndGet().get(0);
        assertThat(rest.partitionKey()).isEqualTo("b");
        assertThat(rest.explicitHashKey()).isEqualTo(HashKey.ofPartitionKey("b"));
    }

    @Test
    void aggregatorIsEmptyAfterClearAndGet() {
        assertThat(aggregator.clearAndGet()).isEmpty();
        aggregator.addUserRecord("a", new byte[1]);
        aggregator.addUserRecord("a", new byte[1]);
        assertThat(aggregator.userRecordCount()).isEqualTo(2);
        assertThat(aggregator.sizeBytes()).isEqualTo(only().sizeBytes());
        assertThat(aggregator.clearAndGet()).isEmpty();
        assertThat(aggregator.userRecordCount()).isZero();
        assertThat(aggregator.sizeBytes()).isZero();
        aggregator.addUserRecord("b", new byte[1]);
        assertThat(only().partitionKey()).isEqualTo("b");
    }

    @Test
    void payloadIsCopiedWhenAdded() {
        byte[] data = {1};
        aggregator.addUserRecord("a", null, ByteBuffer.wrap(data));
        data[0] = 2;
        assertThat(ReadBack.userRecords(only())).containsExactly(UserRecord.of("a", new byte[] {1}));
    }

    private AggregatedRecord only() {
        List<AggregatedRecord> finished = aggregator.clearAndGet();
        assertThat(finished).hasSize(1);
        return finished.get(0);
    }
}
