package dev.millrace.local.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a file of records.
 *
 * <pre>
 *   0   8  "MRLOG" 00 00, and the version of the format, 01
 *   8   8  index of the first record
 *  16   8  when the last record before this file came, milliseconds since 1970; 0 if there was none
 *  24   4  CRC-32C of all before
 * </pre>
 *
 * @param firstIndex index of the first record of the file
 * @param lastArrivalMillis when the last record before it came, or 0
 */
record SegmentHead(long firstIndex, long lastArrivalMillis) {

    static final int LENGTH = 28;

    private static final long MARK = 0x4D524C4F47000001L;

    byte[] bytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(LENGTH).putLong(MARK).putLong(firstIndex).putLong(lastArrivalMillis);
        return bytes.putInt(checksum(bytes)).array();
    }

    /** Reads the first bytes of a file; null if they are none of this format. */
    static @Nullable SegmentHead read(ByteBuffer bytes) {
        boolean intact = bytes.limit() >= LENGTH && bytes.getLong(0) == MARK && bytes.getInt(24) == checksum(bytes);
        return intact ? new SegmentHead(bytes.getLong(8), bytes.getLong(16)) : null;
    }

    /** Names sort as the indexes do. */
    String fileName() {
        return "%020d.log".formatted(firstIndex);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.slice(0, 24));
        return (int) checksum.getValue();
    }
}
