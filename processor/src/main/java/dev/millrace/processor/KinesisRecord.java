package dev.millrace.processor;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A Kinesis record as an engine read it, before it is taken apart.
 *
 * @param sequenceNumber the service's, decimal
 * @param partitionKey of the put
 * @param approximateArrival when the service stored it
 * @param data its bytes
 */
public record KinesisRecord(String sequenceNumber, String partitionKey, Instant approximateArrival, ByteBuffer data) {

    public KinesisRecord {
        Objects.requireNonNull(sequenceNumber, "sequenceNumber");
        Objects.requireNonNull(partitionKey, "partitionKey");
        Objects.requireNonNull(approximateArrival, "approximateArrival");
        data = data.slice().asReadOnlyBuffer();
    }

    /** The bytes, a fresh read-only buffer at position 0. */
    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }

    /** The records that it holds, in order. None only if it is an aggregated record without user records. */
    public List<ReceivedRecord> open() {
        Deaggregation opened = RecordDeaggregator.create().deaggregate(data);
        if (opened instanceof Deaggregation.Aggregated aggregated) {
            return aggregated.userRecords().stream()
                    .map(userRecord -> ReceivedRecord.aggregated(this, userRecord))
                    .toList();
        }
        if (opened instanceof Deaggregation.Corrupt corrupt) {
            return List.of(ReceivedRecord.corrupt(this, corrupt.reason() + ": offset=" + corrupt.offset()));
        }
        return List.of(ReceivedRecord.plain(this));
    }
}
