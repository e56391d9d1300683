package dev.millrace.processor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a processor learns before its first record.
 *
 * @param streamName the stream
 * @param shardId the shard
 * @param checkpoint where processing goes on: the first record delivered lies behind it
 * @param pendingCheckpoint what the owner before was about to checkpoint and did not; null if nothing
 */
public record InitializationInput(
        String streamName,
        String shardId,
        ExtendedSequenceNumber checkpoint,
        @Nullable PendingCheckpoint pendingCheckpoint) {

    public InitializationInput {
        Objects.requireNonNull(streamName, "streamName");
        Objects.requireNonNull(shardId, "shardId");
        Objects.requireNonNull(checkpoint, "checkpoint");
    }
}
