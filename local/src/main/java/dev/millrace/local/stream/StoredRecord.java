package dev.millrace.local.stream;

import java.nio.ByteBuffer;

/**
 * A Kinesis record as a shard keeps it.
 *
 * @param sequenceNumber its place in the shard
 * @param arrivalMillis when it was stored, in milliseconds since 1970
 * @param partitionKey the caller's; empty if there was none, as streams that spread their records allow
 * @param payload the caller's bytes; not copied again, never changed
 * @param encrypted whether the stream said that it encrypts when the record came
 */
@SuppressWarnings("ArrayRecordComponent") // Stored as it came, and compared with no other.
public record StoredRecord(
        SequenceNumber sequenceNumber, long arrivalMillis, String partitionKey, byte[] payload, boolean encrypted) {

    /** Payload and partition key. */
    public long byteCount() {
        return payload.length + (long) partitionKey.length();
    }

    /** The payload, read-only. */
    public ByteBuffer data() {
        return ByteBuffer.wrap(payload).asReadOnlyBuffer();
    }
}
