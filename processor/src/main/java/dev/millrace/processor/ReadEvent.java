package dev.millrace.processor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Records were read, or could not be.
 *
 * @param stream the stream
 * @param shardId the shard
 * @param kinesisRecords how many Kinesis records came; 0 if it failed
 * @param bytes of their data
 * @param millisBehindLatest how far behind the tip the shard was read, in milliseconds; 0 if it failed
 * @param duration from the request to its answer
 * @param failure why it failed, or null
 */
public record ReadEvent(
        String stream,
        String shardId,
        int kinesisRecords,
        long bytes,
        long millisBehindLatest,
        Duration duration,
        @Nullable Throwable failure) {}
