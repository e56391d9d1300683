package dev.millrace.lambda.firehose;

import org.jspecify.annotations.Nullable;

/**
 * Where a record of a {@link FirehoseEvent} comes from if the delivery stream reads a topic of Amazon MSK. Numbers come as
 * numbers or as texts.
 */
public final class MskRecordMetadata {

    private @Nullable Object offset;
    private @Nullable Object partitionId;
    private @Nullable Object approximateArrivalTimestamp;

    public @Nullable Object getOffset() {
        return offset;
    }

    public void setOffset(@Nullable Object offset) {
        this.offset = offset;
    }

    public @Nullable Object getPartitionId() {
        return partitionId;
    }

    public void setPartitionId(@Nullable Object partitionId) {
        this.partitionId = partitionId;
    }

    /** Milliseconds since 1970 as a number, or a time in ISO 8601 or as digits as text. */
    public @Nullable Object getApproximateArrivalTimestamp() {
        return approximateArrivalTimestamp;
    }

    public void setApproximateArrivalTimestamp(@Nullable Object approximateArrivalTimestamp) {
        this.approximateArrivalTimestamp = approximateArrivalTimestamp;
    }
}
