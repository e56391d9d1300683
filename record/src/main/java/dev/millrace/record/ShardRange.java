package dev.millrace.record;

import java.util.Objects;

/**
 * A shard and the hash keys that it owns.
 *
 * @param shardId the service's name for it, such as {@code shardId-000000000000}
 * @param hashKeys what it owns
 */
public record ShardRange(String shardId, HashKeyRange hashKeys) {

    public ShardRange {
        Objects.requireNonNull(shardId, "shardId");
        Objects.requireNonNull(hashKeys, "hashKeys");
    }
}
