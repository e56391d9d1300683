package dev.millrace.record;

import static dev.millrace.record.AggregatedRecordFormat.DIGEST_LENGTH;
import static dev.millrace.record.AggregatedRecordFormat.FRAME_LENGTH;
import static dev.millrace.record.AggregatedRecordFormat.MAGIC;
import static dev.millrace.record.AggregatedRecordFormat.MAGIC_OFFSET;
import static dev.millrace.record.AggregatedRecordFormat.MESSAGE_OFFSET;

import java.nio.ByteBuffer;

/** What tells an aggregated record from other bytes. All buffers here are big-endian and begin at position 0. */
final class AggregatedRecordFrame {

    private AggregatedRecordFrame() {}

    /** Whether the magic bytes are there, and at least one byte between them and a digest. */
    static boolean hasMagic(ByteBuffer bytes) {
        return bytes.limit() > FRAME_LENGTH && bytes.getInt(MAGIC_OFFSET) == MAGIC;
    }

    /** Whether the digest of the message follows it. Only of bytes that have the magic. */
    static boolean hasDigest(ByteBuffer bytes) {
        return Md5.matches(bytes, MESSAGE_OFFSET, messageEnd(bytes) - MESSAGE_OFFSET, messageEnd(bytes));
    }

    static int messageEnd(ByteBuffer bytes) {
        return bytes.limit() - DIGEST_LENGTH;
    }
}
