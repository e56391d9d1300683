package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import org.junit.jupiter.api.Test;

class StoredUserRecordTest {

    private static final String KEYS = "0A 01 61 0A 02 C3 A9"; // partition key table: a, e with acute accent
    private static final String HASH_KEYS = "12 01 37 12 02 30 37"; // explicit hash key table: 7, 07
    private static final String RECORD = "1A 07 08 00 10 00 1A 01 AA"; // record: both indexes 0, data AA

    @Test
    void copyKeepsNothingOfTheKinesisRecord() {
        Seeds.rounds(500, random -> {
            byte[] data = RandomRecords.aggregate(random);
            List<StoredUserRecord> untouched =
                    ReadBack.aggregated(ByteBuffer.wrap(data.clone())).userRecords();
            // Keys are made of the bytes when they are first asked for, so nothing is looked at before the copy.
            ByteBuffer original = random.nextBoolean()
                    ? ByteBuffer.wrap(data)
                    : ByteBuffer.allocateDirect(data.length).put(data).flip();
            List<StoredUserRecord> copies = ReadBack.aggregated(original).userRecords().stream()
                    .map(StoredUserRecord::copy)
                    .toList();
            original.put(0, new byte[data.length]);
            assertThat(copies).isEqualTo(untouched);
        });
    }

    @Test
    void recordItselfIsAViewOfTheKinesisRecord() {
        byte[] data = HandMade.frame(HandMade.hex(KEYS, HASH_KEYS, RECORD));
        StoredUserRecord record =
                ReadBack.aggregated(ByteBuffer.wrap(data)).userRecords().get(0);
        StoredUserRecord copy = record.copy();
        data[data.length - 17] = 0x55;
        assertThat(ReadBack.bytes(record.data())).containsExactly(0x55);
        assertThat(ReadBack.bytes(copy.data())).containsExactly(0xAA);
        assertThat(copy).isNotEqualTo(record);
    }

    @Test
    void dataOfACopyAreReadOnlyAndNoLargerThanTheyAre() {
        ByteBuffer data = only(RECORD).copy().data();
        assertThat(data.isReadOnly()).isTrue();
        assertThat(data.capacity()).isEqualTo(1);
        assertThat(data.position()).isZero();
        assertThatThrownBy(() -> data.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void recordsAreEqualByWhatTheyHold() {
        StoredUserRecord record = only(RECORD);
        assertThat(record)
                .isEqualTo(only(RECORD))
                .hasSameHashCodeAs(only(RECORD))
                .isEqualTo(record.copy())
                .hasSameHashCodeAs(record.copy())
                .isEqualTo(record.copy().copy())
                .isNotEqualTo(null)
                .isNotEqualTo("a");
        for (String other : List.of(
                "1A 07 08 01 10 00 1A 01 AA", // another partition key
                "1A 07 08 00 10 01 1A 01 AA", // the same explicit hash key in another text
                "1A 05 08 00 1A 01 AA", // no explicit hash key
                "1A 07 08 00 10 00 1A 01 AB", // other data
                "1A 06 08 00 10 00 1A 00", // no data
                "1A 0E 08 00 10 00 1A 01 AA 22 05 0A 03 70 69 6E")) { // pinned
            assertThat(record).as(other).isNotEqualTo(only(other));
            assertThat(only(other)).as(other).isNotEqualTo(record);
        }
        assertThat(records(RECORD, RECORD).get(1)).as("another place").isNotEqualTo(record);
    }

    @Test
    void pinnedRecordsDifferByTheirPin() {
        String pinned = "1A 0E 08 00 10 00 1A 01 AA 22 05 0A 03 70 69 6E";
        byte[] another = HandMade.frame(HandMade.hex(KEYS, "12 01 38", pinned)); // explicit hash key table: 8
        assertThat(only(pinned))
                .isNotEqualTo(ReadBack.aggregated(ByteBuffer.wrap(another))
                        .userRecords()
                        .get(0));
    }

    @Test
    void userRecordCarriesTheCallersOwnHashKeyAndNoPin() {
        HashKey pin = HashKey.ofPartitionKey("a");
        List<UserRecord> put = List.of(
                UserRecord.of("a", new byte[] {1}),
                UserRecord.of("b", new byte[] {2}),
                UserRecord.of("c", pin, new byte[] {3}));
        RecordAggregator aggregator = RecordAggregator.create();
        put.forEach(aggregator::addUserRecord);
        List<StoredUserRecord> stored =
                ReadBack.aggregated(aggregator.clearAndGet().get(0)).userRecords();
        assertThat(stored).extracting(StoredUserRecord::hashKey).containsOnly(pin);
        assertThat(stored).extracting(StoredUserRecord::pinned).containsExactly(true, true, false);
        assertThat(stored).extracting(StoredUserRecord::toUserRecord).isEqualTo(put);
        assertThat(stored)
                .extracting(StoredUserRecord::copy)
                .extracting(StoredUserRecord::toUserRecord)
                .isEqualTo(put);
    }

    @Test
    void keyThatTheServiceDoesNotTakeMakesNoUserRecord() {
        StoredUserRecord record = ReadBack.aggregated(
                        ByteBuffer.wrap(HandMade.frame(HandMade.hex("0A 00 1A 04 08 00 1A 00"))))
                .userRecords()
                .get(0);
        assertThat(record.partitionKey()).isEmpty();
        assertThatThrownBy(record::toUserRecord).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listHasItsBoundsAndCannotBeChanged() {
        List<StoredUserRecord> records = records(RECORD, RECORD);
        assertThat(records).isInstanceOf(RandomAccess.class).hasSize(2);
        for (int index : new int[] {-1, 2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> records.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> records.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> records.add(records.get(0))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> records.set(0, records.get(1))).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void iteratorOfTheListEndsWithIt() {
        List<StoredUserRecord> records = records(RECORD, RECORD);
        Iterator<StoredUserRecord> each = records.iterator();
        assertThat(each.next()).isEqualTo(records.get(0));
        assertThat(each.next()).isEqualTo(records.get(1));
        assertThat(each.hasNext()).isFalse();
        assertThatThrownBy(each::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(each::remove).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void recordsOfOneKeyShareItsText() {
        List<StoredUserRecord> records = records(RECORD, RECORD);
        assertThat(records.get(0).partitionKey()).isSameAs(records.get(1).partitionKey());
    }

    @Test
    void textShowsNoPayload() {
        byte[] secret = HandMade.hex(HandMade.ascii("secret"));
        String record = "1A 0A 08 00 1A 06" + HandMade.ascii("secret");
        assertThat(only(record).dataLength()).isEqualTo(secret.length);
        assertThat(only(record).toString())
                .contains("partitionKey=a", "dataLength=6")
                .doesNotContain("secret")
                .doesNotContain(Arrays.toString(secret));
    }

    private static StoredUserRecord only(String record) {
        return records(record).get(0);
    }

    private static List<StoredUserRecord> records(String... records) {
        byte[] data = HandMade.frame(HandMade.hex(KEYS, HASH_KEYS, String.join("", records)));
        return ReadBack.aggregated(ByteBuffer.wrap(data)).userRecords();
    }
}
