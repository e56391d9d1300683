package dev.millrace.processor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint was stored, or could not be.
 *
 * @param stream the stream
 * @param shardId the shard
 * @param place up to and with which all is processed
 * @param prepared whether it was only announced
 * @param duration with all tries
 * @param failure why it is not stored, or null
 */
public record CheckpointEvent(
        String stream,
        String shardId,
        ExtendedSequenceNumber place,
        boolean prepared,
        Duration duration,
        @Nullable Throwable failure) {}
