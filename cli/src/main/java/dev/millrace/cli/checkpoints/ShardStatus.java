package dev.millrace.cli.checkpoints;

import dev.millrace.kcl.ShardPosition;
import org.jspecify.annotations.Nullable;

/**
 * A shard as a worker has it.
 *
 * @param stream its name or ARN, or null if nothing tells it
 * @param shardId the shard
 * @param owner who reads it, or null if nobody does
 * @param position how far it is processed, or null if there is no checkpoint
 * @param state in a word or two
 */
public record ShardStatus(
        @Nullable String stream,
        String shardId,
        @Nullable String owner,
        @Nullable ShardPosition position,
        String state) {}
