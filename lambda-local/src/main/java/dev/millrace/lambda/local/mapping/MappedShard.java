package dev.millrace.lambda.local.mapping;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A shard, and what its deliveries need.
 *
 * @param maxAge of records, in any case no more than the stream's retention
 * @param atTip whether the last read found nothing more in the shard
 */
record MappedShard(
        String streamArn,
        String shardId,
        Duration maxAge,
        MappingSettings settings,
        FunctionInvoker function,
        StopSignal stop,
        BooleanSupplier atTip) {}
