package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers of every kind, and messages that are large or deep. Damaged ones are in {@link RandomBytesTest}. */
class RecordDeaggregatorTest {

    private static final int MANY = 1_000_000;

    private static final byte[] AGGREGATE = HandMade.frame(HandMade.hex(
            "0A 01 61", // partition key table, entry 0: a
            "1A 07 08 00 1A 03 01 02 03", // record: key 0, data of 3 bytes
            "1A 05 08 00 1A 01 04")); // record: key 0, data of 1 byte

    @Test
    void buffersOfEveryKindAreReadAndLeftAlone() {
        for (byte[] content : List.of(AGGREGATE, new byte[] {1, 2, 3}, corrupt())) {
            Deaggregation expected = RecordDeaggregator.create().deaggregate(content);
            byte[] padded = HandMade.concat(new byte[7], content, new byte[5]);
            ByteBuffer heap = ByteBuffer.wrap(padded);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(padded.length).put(padded).flip();
            ByteBuffer slice = ByteBuffer.wrap(HandMade.concat(new byte[3], padded))
                    .position(3)
                    .slice();
            List<ByteBuffer> buffers = List.of(
                    heap,
                    slice,
                    direct,
                    heap.asReadOnlyBuffer(),
                    direct.asReadOnlyBuffer(),
                    heap.duplicate().order(ByteOrder.LITTLE_ENDIAN));
            for (ByteBuffer buffer : buffers) {
                buffer.position(7).limit(7 + content.length);
                assertSame(RecordDeaggregator.create().deaggregate(buffer), expected);
                assertThat(buffer.position()).isEqualTo(7);
                assertThat(buffer.limit()).isEqualTo(7 + content.length);
            }
        }
    }

    @Test
    void dataAreReadOnlySlicesOfTheRecord() {
        byte[] bytes = AGGREGATE.clone();
        StoredUserRecord record =
                ReadBack.aggregated(ByteBuffer.wrap(bytes)).userRecords().get(0);
        ByteBuffer data = record.data();
        assertThat(data.isReadOnly()).isTrue();
        assertThat(data.position()).isZero();
        assertThat(data.capacity()).isEqualTo(3);
        assertThatThrownBy(() -> data.put(0, (byte) 9)).isInstanceOf(ReadOnlyBufferException.class);
        bytes[4 + 3 + 6] = 9;
        assertThat(ReadBack.bytes(record.data())).containsExactly(9, 2, 3);
        data.position(3);
        assertThat(record.data().position()).isZero();
    }

    @Test
    void plainAndCorruptDataAreReadOnlyAtPositionZero() {
        Deaggregation.Plain plain =
                (Deaggregation.Plain) RecordDeaggregator.create().deaggregate(new byte[] {1, 2, 3});
        Deaggregation.Corrupt corrupt =
                (Deaggregation.Corrupt) RecordDeaggregator.create().deaggregate(corrupt());
        for (ByteBuffer data : List.of(plain.data(), corrupt.data())) {
            assertThat(data.isReadOnly()).isTrue();
            assertThat(data.position()).isZero();
            assertThat(data.limit()).isEqualTo(data.capacity());
        }
        assertThat(corrupt.offset()).isEqualTo(4);
    }

    @Test
    void userRecordsCannotBeChanged() {
        List<StoredUserRecord> userRecords =
                ReadBack.aggregated(ByteBuffer.wrap(AGGREGATE)).userRecords();
        assertThatThrownBy(userRecords::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void userRecordsAreNumberedInTheOrderStored() {
        List<StoredUserRecord> userRecords =
                ReadBack.aggregated(ByteBuffer.wrap(AGGREGATE)).userRecords();
        assertThat(userRecords).extracting(StoredUserRecord::subSequenceNumber).containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 99, 100})
    void unknownGroupsMayBeNestedAHundredDeep(int depth) {
        byte[] groups = HandMade.concat(repeated(depth, 0x2B), repeated(depth, 0x2C));
        assertThat(read(groups)).isEqualTo(new Deaggregation.Aggregated(List.of(), List.of(), false));
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_000, 2 * MANY})
    void unknownGroupsNestedDeeperAreCorrupt(int depth) {
        assertThat(read(HandMade.concat(repeated(depth, 0x2B), repeated(depth, 0x2C))))
                .isInstanceOf(Deaggregation.Corrupt.class);
        assertThat(read(repeated(depth, 0x2B))).isInstanceOf(Deaggregation.Corrupt.class);
    }

    @Test
    void manyGroupsBesideEachOtherArePassedOver() {
        assertThat(read(repeated(MANY, 0x2B, 0x2C)))
                .isEqualTo(new Deaggregation.Aggregated(List.of(), List.of(), false));
    }

    @Test
    void hugeTablesAreRead() {
        byte[] message = HandMade.concat(
                repeated(MANY, 0x0A, 0), // as many empty partition keys
                repeated(MANY, 0x12, 1, '7'), // as many explicit hash keys
                HandMade.hex("1A 0A 08 BF 84 3D 10 BF 84 3D 1A 00")); // record: both indexes 999,999, no data
        Deaggregation.Aggregated aggregated = (Deaggregation.Aggregated) read(message);
        assertThat(aggregated.userRecords()).hasSize(1);
        assertThat(aggregated.userRecords().get(0).partitionKey()).isEmpty();
        assertThat(aggregated.userRecords().get(0).hashKey()).isEqualTo(HashKey.of(0, 7));
    }

    @Test
    void indexRightBehindAHugeTableIsCorrupt() {
        byte[] message = HandMade.concat(repeated(MANY, 0x0A, 0), HandMade.hex("1A 06 08 C0 84 3D 1A 00"));
        assertThat(read(message)).isInstanceOf(Deaggregation.Corrupt.class);
    }

    @Test
    void manySmallRecordsAreRead() {
        byte[] message = HandMade.concat(HandMade.hex("0A 01 61"), repeated(MANY / 2, 0x1A, 4, 8, 0, 0x1A, 0));
        List<StoredUserRecord> userRecords = ((Deaggregation.Aggregated) read(message)).userRecords();
        assertThat(userRecords).hasSize(MANY / 2);
        assertThat(userRecords.get(MANY / 2 - 1).subSequenceNumber()).isEqualTo(MANY / 2 - 1);
    }

    @Test
    void longestHashKeyTextIsMostlyZeros() {
        byte[] message = HandMade.concat(
                HandMade.hex("0A 01 61 12 C1 84 3D"), // partition key a, explicit hash key of 1,000,001 digits
                repeated(MANY, '0'),
                HandMade.hex("37 1A 06 08 00 10 00 1A 00")); // its last digit, 7; record: both indexes 0, no data
        StoredUserRecord record =
                ((Deaggregation.Aggregated) read(message)).userRecords().get(0);
        assertThat(record.explicitHashKey()).isEqualTo(HashKey.of(0, 7));
        assertThat(record.explicitHashKeyText()).hasSize(MANY + 1).endsWith("07");
    }

    private static Deaggregation read(byte[] message) {
        return RecordDeaggregator.create().deaggregate(HandMade.frame(message));
    }

    /** Magic and digest match, the first tag is field 0. */
    private static byte[] corrupt() {
        return HandMade.frame(new byte[] {0});
    }

    private static void assertSame(Deaggregation actual, Deaggregation expected) {
        if (expected instanceof Deaggregation.Aggregated aggregated) {
            List<StoredUserRecord> userRecords = ((Deaggregation.Aggregated) actual).userRecords();
            assertThat(userRecords).hasSize(2);
            for (int i = 0; i < 2; i++) {
                StoredUserRecord record = aggregated.userRecords().get(i);
                assertThat(userRecords.get(i).partitionKey()).isEqualTo("a");
                assertThat(userRecords.get(i).data()).isEqualTo(record.data());
            }
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static byte[] repeated(int count, int... bytes) {
        byte[] repeated = new byte[count * bytes.length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = (byte) bytes[i % bytes.length];
        }
        return repeated;
    }
}
