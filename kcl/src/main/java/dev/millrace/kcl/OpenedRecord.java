package dev.millrace.kcl;

import dev.millrace.processor.ReceivedRecord;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * A Kinesis record with all that it holds, in one piece for the library, whose work is the same for each record. Its place
 * is that of the last user record: so the library takes it for processed only if all of them are.
 */
final class OpenedRecord extends KinesisClientRecord {

    private final List<ReceivedRecord> received;

    /**
     * Of a Kinesis record.
     *
     * @param received at least one
     */
    OpenedRecord(KinesisClientRecord kinesisRecord, List<ReceivedRecord> received) {
        super(
                kinesisRecord.sequenceNumber(),
                kinesisRecord.approximateArrivalTimestamp(),
                kinesisRecord.data(),
                kinesisRecord.partitionKey(),
                kinesisRecord.encryptionType(),
                received.get(received.size() - 1).subSequenceNumber(),
                kinesisRecord.explicitHashKey(),
                false,
                null);
        this.received = received;
    }

    List<ReceivedRecord> received() {
        return received;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpenedRecord that && Objects.equals(sequenceNumber(), that.sequenceNumber());
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(sequenceNumber());
    }

    /** Without the data, so that the library's log does not show them. */
    @Override
    public String toString() {
        return "OpenedRecord[sequenceNumber=" + sequenceNumber() + " userRecords=" + received.size() + "]";
    }
}
