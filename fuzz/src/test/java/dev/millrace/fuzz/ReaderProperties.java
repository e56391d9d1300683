package dev.millrace.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import java.nio.ByteBuffer;
import java.util.List;

/** What must hold of the reader for any bytes at all. */
final class ReaderProperties {

    /** The most that reading may take from the heap, garbage included, for each byte: smallest records take 24. */
    static final int MAX_ALLOCATED_PER_BYTE = 32;

    /** The most that it may take beside that. */
    static final int MAX_ALLOCATED_AT_ALL = 64 * 1024;

    private static final int PADDING = 7;
    private static final RecordDeaggregator DEAGGREGATOR = RecordDeaggregator.create();

    private ReaderProperties() {}

    /** Reads the bytes and judges the result; the bytes are as before afterwards. */
    static void check(byte[] bytes) {
        Deaggregation result = DEAGGREGATOR.deaggregate(bytes);
        Deaggregation again = DEAGGREGATOR.deaggregate(inTheMiddleOfADirectBuffer(bytes));
        // The type is sealed; a pattern switch is not in the language level of this build.
        if (result instanceof Deaggregation.Plain plain) {
            assertWhole(plain.data(), bytes);
            assertThat(again).isEqualTo(plain);
        } else if (result instanceof Deaggregation.Corrupt corrupt) {
            assertWhole(corrupt.data(), bytes);
            assertThat(corrupt.reason()).isNotBlank();
            assertThat(corrupt.offset()).isBetween(Frame.MAGIC_LENGTH, bytes.length - Frame.DIGEST_LENGTH);
            assertThat(again).isEqualTo(corrupt);
        } else if (result instanceof Deaggregation.Aggregated aggregated) {
            List<StoredUserRecord> userRecords = aggregated.userRecords();
            checkUserRecords(userRecords, aggregated.pinned());
            assertSlicesOf(bytes, userRecords);
            assertThat(again).isInstanceOf(Deaggregation.Aggregated.class);
            assertSame(userRecords, ((Deaggregation.Aggregated) again).userRecords());
            WrittenAgain.check(userRecords);
        } else {
            throw new AssertionError("no result: " + result);
        }
        WaysOfReading.check(bytes, result);
        assertAllocatesLittle(bytes);
    }

    /** The first time classes are loaded too, so what is too much is looked at again. */
    private static void assertAllocatesLittle(byte[] bytes) {
        long limit = (long) MAX_ALLOCATED_PER_BYTE * bytes.length + MAX_ALLOCATED_AT_ALL;
        if (AllocatedBytes.ofReading(ByteBuffer.wrap(bytes)) > limit) {
            assertThat(AllocatedBytes.ofReading(ByteBuffer.wrap(bytes)))
                    .as("bytes allocated for %s bytes", bytes.length)
                    .isLessThanOrEqualTo(limit);
        }
    }

    private static void checkUserRecords(List<StoredUserRecord> userRecords, boolean marked) {
        for (int i = 0; i < userRecords.size(); i++) {
            StoredUserRecord record = userRecords.get(i);
            assertThat(record.subSequenceNumber()).isEqualTo(i);
            assertThat(record.toString()).contains("subSequenceNumber=" + i);
            HashKey own = record.explicitHashKey();
            String text = record.explicitHashKeyText();
            if (text == null) {
                assertThat(own).isNull();
            } else {
                assertThat(own).isEqualTo(HashKey.parse(text));
                assertThat(record.hashKey()).isEqualTo(own);
            }
            if (record.pinned()) {
                assertThat(marked).isTrue();
                assertThat(own).isNull();
            } else if (own == null) {
                assertThat(record.hashKey()).isEqualTo(HashKey.ofPartitionKey(record.partitionKey()));
            }
        }
    }

    /** Turns over every bit of the input: slices of it turn over too, copies and other bytes do not. */
    private static void assertSlicesOf(byte[] bytes, List<StoredUserRecord> userRecords) {
        List<byte[]> before =
                userRecords.stream().map(record -> copyOf(record.data())).toList();
        long total = before.stream().mapToLong(data -> data.length).sum();
        assertThat(total).isLessThan(bytes.length);
        invert(bytes);
        for (int i = 0; i < before.size(); i++) {
            byte[] data = before.get(i);
            invert(data);
            assertThat(userRecords.get(i).data().isReadOnly()).isTrue();
            assertThat(copyOf(userRecords.get(i).data())).isEqualTo(data);
        }
        invert(bytes);
    }

    private static void assertSame(List<StoredUserRecord> records, List<StoredUserRecord> again) {
        assertThat(again).hasSameSizeAs(records);
        for (int i = 0; i < records.size(); i++) {
            assertThat(again.get(i)).hasToString(records.get(i).toString());
            assertThat(again.get(i).hashKey()).isEqualTo(records.get(i).hashKey());
            assertThat(again.get(i).data()).isEqualTo(records.get(i).data());
        }
    }

    private static void assertWhole(ByteBuffer data, byte[] bytes) {
        assertThat(data.isReadOnly()).isTrue();
        assertThat(copyOf(data)).isEqualTo(bytes);
    }

    private static ByteBuffer inTheMiddleOfADirectBuffer(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 2 * PADDING);
        buffer.position(PADDING);
        buffer.put(bytes);
        return buffer.flip().position(PADDING);
    }

    private static void invert(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
    }

    private static byte[] copyOf(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        return copy;
    }
}
