package dev.millrace.local.store;

import dev.millrace.local.stream.SequenceNumber;
import dev.millrace.local.stream.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A record in a file.
 *
 * <pre>
 *   0   4  length of what follows byte 10
 *   4   2  low bits of the CRC-32C of the length: what it says can be believed before the rest is there
 *   6   4  CRC-32C of what follows byte 10
 *  10   8  arrival, milliseconds since 1970
 *  18   1  1 if the stream said that it encrypts, else 0
 *  19   2  length of the partition key
 *  21      partition key, UTF-8
 *          payload
 * </pre>
 */
final class RecordFrame {

    /** Bytes of a frame beside partition key and payload. */
    static final int OVERHEAD = 21;

    /** Length and checksums. */
    private static final int HEAD = 10;

    private static final int MIN_LENGTH = OVERHEAD - HEAD;

    private RecordFrame() {}

    static int length(byte[] partitionKey, StoredRecord record) {
        return OVERHEAD + partitionKey.length + record.payload().length;
    }

    static void write(ByteBuffer target, byte[] partitionKey, StoredRecord record) {
        int start = target.position();
        int length = length(partitionKey, record);
        target.putInt(length - HEAD)
                .putShort((short) checksum(target, start, 4))
                .putInt(0)
                .putLong(record.arrivalMillis())
                .put((byte) (record.encrypted() ? 1 : 0))
                .putShort((short) partitionKey.length)
                .put(partitionKey)
                .put(record.payload());
        target.putInt(start + 6, checksum(target, start + HEAD, length - HEAD));
    }

    /** What a frame is found to be. */
    enum Kind {
        WHOLE,
        /** There are fewer bytes than it has. */
        CUT,
        /** It cannot have been written like this. */
        DAMAGED
    }

    /** Judges the frame at a place of the buffer, of which the limit is the end. */
    static Kind judge(ByteBuffer bytes, int start) {
        int left = bytes.limit() - start;
        if (left < HEAD) {
            return Kind.CUT;
        }
        if (!hasLength(bytes, start)) {
            return Kind.DAMAGED;
        }
        int length = bytes.getInt(start);
        if (left - HEAD < length) {
            return Kind.CUT;
        }
        boolean intact = bytes.getInt(start + 6) == checksum(bytes, start + HEAD, length)
                && keyLengthAt(bytes, start) <= length - MIN_LENGTH;
        return intact ? Kind.WHOLE : Kind.DAMAGED;
    }

    /** Whether the length of a frame, of which the head is there, can be believed. */
    static boolean hasLength(ByteBuffer bytes, int start) {
        int length = bytes.getInt(start);
        return length >= MIN_LENGTH
                && length <= Integer.MAX_VALUE - HEAD
                && bytes.getShort(start + 4) == (short) checksum(bytes, start, 4);
    }

    static int lengthAt(ByteBuffer bytes, int start) {
        return HEAD + bytes.getInt(start);
    }

    static long arrivalMillisAt(ByteBuffer bytes, int start) {
        return bytes.getLong(start + 10);
    }

    /** The record of a whole frame. */
    static StoredRecord read(ByteBuffer bytes, int start, int shardIndex, long createdSeconds, long index) {
        long arrivalMillis = arrivalMillisAt(bytes, start);
        int keyLength = keyLengthAt(bytes, start);
        byte[] payload = new byte[lengthAt(bytes, start) - OVERHEAD - keyLength];
        bytes.get(start + OVERHEAD + keyLength, payload);
        return new StoredRecord(
                SequenceNumber.ofRecord(shardIndex, createdSeconds, index, arrivalMillis),
                arrivalMillis,
                StandardCharsets.UTF_8
                        .decode(bytes.slice(start + OVERHEAD, keyLength))
                        .toString(),
                payload,
                bytes.get(start + 18) != 0);
    }

    private static int keyLengthAt(ByteBuffer bytes, int start) {
        return Short.toUnsignedInt(bytes.getShort(start + 19));
    }

    private static int checksum(ByteBuffer bytes, int start, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.slice(start, length));
        return (int) checksum.getValue();
    }
}
