package dev.millrace.lambda.firehose;

import org.jspecify.annotations.Nullable;

/**
 * Where a record of a {@link FirehoseEvent} comes from. Not every source tells all.
 */
public final class FirehoseSourceMetadata {

    private @Nullable String sequenceNumber;
    private @Nullable String subsequenceNumber;
    private @Nullable String partitionKey;
    private @Nullable String shardId;
    private @Nullable Object approximateArrivalTimestamp;

    public @Nullable String getSequenceNumber() {
        return sequenceNumber;
    }

    public void setSequenceNumber(@Nullable String sequenceNumber) {
        this.sequenceNumber = sequenceNumber;
    }

    /** Spelt as the service does. */
    public @Nullable String getSubsequenceNumber() {
        return subsequenceNumber;
    }

    public void setSubsequenceNumber(@Nullable String subsequenceNumber) {
        this.subsequenceNumber = subsequenceNumber;
    }

    public @Nullable String getPartitionKey() {
        return partitionKey;
    }

    public void setPartitionKey(@Nullable String partitionKey) {
        this.partitionKey = partitionKey;
    }

    public @Nullable String getShardId() {
        return shardId;
    }

    public void setShardId(@Nullable String shardId) {
        this.shardId = shardId;
    }

    /** Milliseconds since 1970 as a number, or a time in ISO 8601 or as digits as text. */
    public @Nullable Object getApproximateArrivalTimestamp() {
        return approximateArrivalTimestamp;
    }

    public void setApproximateArrivalTimestamp(@Nullable Object approximateArrivalTimestamp) {
        this.approximateArrivalTimestamp = approximateArrivalTimestamp;
    }
}
