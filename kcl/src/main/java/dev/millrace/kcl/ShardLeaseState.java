package dev.millrace.kcl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lease as it is in the table.
 *
 * @param stream the stream's name, or null if the table does not tell, since no worker of ours has begun the application
 * @param streamCreated when the stream was created, or null if the table does not tell
 * @param shardId the shard
 * @param owner the worker that holds it, alive or not, or null if nobody does
 * @param ownerSeen when the owner last reported itself, or null if it never did: older versions of the library do not
 * @param counter goes up while its owner is alive
 * @param position how far the shard is processed
 */
public record ShardLeaseState(
        @Nullable String stream,
        @Nullable Instant streamCreated,
        String shardId,
        @Nullable String owner,
        @Nullable Instant ownerSeen,
        long counter,
        ShardPosition position) {}
