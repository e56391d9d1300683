package dev.millrace.lambda.local.mapping;

import dev.millrace.processor.StartPosition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How records become invocations. See {@link EventSourceMappingBuilder} for each.
 *
 * @param maxRetries -1 for as often as it takes
 * @param maxAge null for the stream's retention
 * @param tumblingWindow null for none
 */
record MappingSettings(
        StartPosition start,
        @Nullable Path checkpointFolder,
        boolean reset,
        int batchSize,
        Duration batchingWindow,
        int parallelizationFactor,
        int maxRetries,
        @Nullable Duration maxAge,
        boolean bisect,
        boolean reportBatchItemFailures,
        @Nullable Duration tumblingWindow,
        FailureDestination destination,
        MappingListener listener,
        Duration firstPause,
        Duration longestPause,
        Clock clock) {}
