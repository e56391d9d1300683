package dev.millrace.record;

import static dev.millrace.record.AggregatedRecordFormat.DIGEST_LENGTH;
import static dev.millrace.record.AggregatedRecordFormat.FRAME_LENGTH;
import static dev.millrace.record.AggregatedRecordFormat.MAGIC;
import static dev.millrace.record.AggregatedRecordFormat.MAGIC_OFFSET;
import static dev.millrace.record.AggregatedRecordFormat.MESSAGE_OFFSET;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one Kinesis record: a buffer for views of them, an array for those who read every byte. A buffer that
 * does not show its array is copied into one, once, and only if the record begins like an aggregated one.
 */
final class RecordBytes {

    private final ByteBuffer buffer;
    private byte @Nullable [] array;
    private int arrayOffset;
    private @Nullable Boolean digestMatches;

    /** What remains in the buffer, which is left alone. */
    RecordBytes(ByteBuffer data) {
        this.buffer = data.slice();
    }

    /** As the caller gave it, at position 0; it may show its array. Never handed out. */
    ByteBuffer buffer() {
        return buffer;
    }

    ByteBuffer readOnly() {
        return buffer.asReadOnlyBuffer();
    }

    int length() {
        return buffer.limit();
    }

    byte[] array() {
        byte[] known = array;
        if (known == null) {
            if (buffer.hasArray()) {
                known = buffer.array();
                arrayOffset = buffer.arrayOffset();
            } else {
                known = Text.copy(buffer, 0, length());
            }
            array = known;
        }
        return known;
    }

    /** Where the record begins in the array. */
    int arrayOffset() {
        array();
        return arrayOffset;
    }

    /** Whether the magic bytes are there, and at least one byte between them and a digest. */
    boolean hasMagic() {
        return length() > FRAME_LENGTH && buffer.getInt(MAGIC_OFFSET) == MAGIC;
    }

    /** Where the message ends, if there is one. */
    int messageEnd() {
        return length() - DIGEST_LENGTH;
    }

    /** Whether the digest of the message follows it. Only of bytes that have the magic. */
    boolean hasDigest() {
        Boolean known = digestMatches;
        if (known == null) {
            known = Md5.follows(array(), messageOffset(), messageLength());
            digestMatches = known;
        }
        return known;
    }

    /** Finds out about the digests of many records together, which takes less time than {@link #hasDigest} of each. */
    static void digest(Iterable<RecordBytes> records) {
        Md5Batch batch = Md5Batch.empty();
        Md5Messages messages = batch.messages();
        for (RecordBytes record : records) {
            if (record.hasMagic()) {
                messages.add(record.array(), record.messageOffset(), record.messageLength());
            }
        }
        batch.digest();
        int message = 0;
        for (RecordBytes record : records) {
            if (record.hasMagic()) {
                record.digestMatches = messages.isBehind(message++);
            }
        }
        messages.clear();
    }

    private int messageOffset() {
        return arrayOffset() + MESSAGE_OFFSET;
    }

    private int messageLength() {
        return messageEnd() - MESSAGE_OFFSET;
    }
}
