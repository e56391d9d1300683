package dev.millrace.consumer.checkpoint;

import dev.millrace.processor.PendingCheckpoint;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps positions, by stream and shard. Every change is stored when its method returns. Safe for many threads. */
public interface CheckpointStore extends AutoCloseable {

    /** When the stream was created whose positions are kept, or null if there are none. */
    @Nullable
    Instant streamCreated(String stream);

    /** Begins to keep positions of a stream, with these for its first shards, in one step. */
    void begin(String stream, Instant created, Map<String, StoredPosition> first);

    /** All positions of a stream, by shard id. */
    Map<String, StoredPosition> positions(String stream);

    /** Stores a position, and forgets what was announced for the shard. */
    void store(String stream, String shardId, StoredPosition position);

    /** What was announced for a shard and not stored since, or null. */
    @Nullable
    PendingCheckpoint pending(String stream, String shardId);

    void storePending(String stream, String shardId, PendingCheckpoint pending);

    /** Forgets everything about a stream. */
    void forget(String stream);

    @Override
    void close();
}
