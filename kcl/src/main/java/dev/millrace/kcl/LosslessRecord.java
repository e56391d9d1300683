package dev.millrace.kcl;

import dev.millrace.processor.ReceivedRecord;
import dev.millrace.record.HashKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * A record as {@link LosslessAggregatorUtil} hands it to an application on the Kinesis Client Library. Its data are a
 * read-only buffer at position 0, which shares memory with the records around it. Its explicit hash key is the writer's;
 * the pin of a pinned aggregate is none.
 */
public final class LosslessRecord extends KinesisClientRecord {

    private final ReceivedRecord received;

    LosslessRecord(KinesisClientRecord kinesisRecord, ReceivedRecord received) {
        super(
                kinesisRecord.sequenceNumber(),
                kinesisRecord.approximateArrivalTimestamp(),
                received.data(),
                received.partitionKey(),
                kinesisRecord.encryptionType(),
                received.subSequenceNumber(),
                text(received.explicitHashKey()),
                switch (received.kind()) {
                    case AGGREGATED -> true;
                    case PLAIN, CORRUPT -> false;
                },
                null);
        this.received = received;
    }

    private static @Nullable String text(@Nullable HashKey hashKey) {
        return hashKey == null ? null : hashKey.toString();
    }

    /** What it was inside its Kinesis record: plain, of an aggregated record, or corrupt, and then why. */
    public ReceivedRecord received() {
        return received;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LosslessRecord that
                && received.kind() == that.received.kind()
                && Objects.equals(sequenceNumber(), that.sequenceNumber())
                && subSequenceNumber() == that.subSequenceNumber()
                && Objects.equals(partitionKey(), that.partitionKey())
                && Objects.equals(data(), that.data());
    }

    @Override
    public int hashCode() {
        return Objects.hash(sequenceNumber(), subSequenceNumber());
    }

    /** Without the data, so that the library's log does not show them. */
    @Override
    public String toString() {
        return received.toString();
    }
}
