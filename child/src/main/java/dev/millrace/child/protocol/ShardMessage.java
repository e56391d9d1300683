package dev.millrace.child.protocol;

import java.util.Objects;

/**
 * What a daemon says to a child that may have several shards.
 *
 * @param shardId the shard that it is about
 * @param message what it says
 */
public record ShardMessage(String shardId, Message message) {

    public ShardMessage {
        Objects.requireNonNull(shardId, "shardId");
        Objects.requireNonNull(message, "message");
    }
}
