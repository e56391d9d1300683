package dev.millrace.lambda.local.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A shard, and what its deliveries need.
 *
 * @param maxAge of records, in any case no more than the stream's retention
 * @param readToTip when the last read began that found nothing more in the shard, by the settings' clock; long ago if there was
 *     none, or records came since
 */
record MappedShard(
        String streamArn,
        String shardId,
        Duration maxAge,
        MappingSettings settings,
        FunctionInvoker function,
        StopSignal stop,
        Supplier<Instant> readToTip) {}
