package dev.millrace.child.protocol;

import dev.millrace.processor.ReceivedRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record in a {@link Message.ProcessRecords}.
 *
 * @param data the payload
 * @param partitionKey the user record's own
 * @param sequenceNumber of the Kinesis record, decimal
 * @param approximateArrival when the service stored the Kinesis record, in whole milliseconds; null if unknown
 * @param subSequenceNumber index inside an aggregated record; 0 for others
 */
public record ProtocolRecord(
        ByteBuffer data,
        String partitionKey,
        String sequenceNumber,
        @Nullable Instant approximateArrival,
        long subSequenceNumber) {

    public ProtocolRecord {
        data = data.slice().asReadOnlyBuffer();
        Objects.requireNonNull(partitionKey, "partitionKey");
        Objects.requireNonNull(sequenceNumber, "sequenceNumber");
    }

    /** What the protocol can say of a record. */
    public static ProtocolRecord of(ReceivedRecord record) {
        return new ProtocolRecord(
                record.data(),
                record.partitionKey(),
                record.sequenceNumber(),
                record.approximateArrival(),
                record.subSequenceNumber());
    }

    /** Bytes of the payload. */
    int dataLength() {
        return data.remaining();
    }

    /** The payload, a fresh read-only buffer at position 0. */
    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }
}
