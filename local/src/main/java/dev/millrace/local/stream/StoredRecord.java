package dev.millrace.local.stream;

import java.nio.ByteBuffer;

/**
 * A Kinesis record as a shard keeps it.
 *
 * @param sequenceNumber its place in the shard
 * @param arrivalMillis when it was stored, in milliseconds since 1970
 * @param partitionKey the caller's
 * @param payload the caller's bytes; not copied again, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // Stored as it came, and compared with no other.
public record StoredRecord(SequenceNumber sequenceNumber, long arrivalMillis, String partitionKey, byte[] payload) {

    /** The payload, read-only. */
    public ByteBuffer data() {
        return ByteBuffer.wrap(payload).asReadOnlyBuffer();
    }
}
