package dev.millrace.processor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A batch went through a processor once.
 *
 * @param stream the stream
 * @param shardId the shard
 * @param userRecords how many it had
 * @param attempt counted from 1
 * @param millisBehindLatest how far behind the tip it was read, in milliseconds
 * @param duration of the processor's call
 * @param failure what the processor threw, or null
 */
public record BatchEvent(
        String stream,
        String shardId,
        int userRecords,
        int attempt,
        long millisBehindLatest,
        Duration duration,
        @Nullable Throwable failure) {}
