package dev.millrace.cli.checkpoints;

import dev.millrace.kcl.StreamPositions;
import java.util.List;

/** Where a worker keeps its checkpoints. */
public interface CheckpointPlace {

    /** What is stored, by stream; also while a worker uses it. */
    List<StreamPositions> read();

    /** How the shards are read, in the order of streams and shards. */
    List<ShardStatus> status();

    /**
     * Refuses while a worker uses it.
     *
     * @throws IllegalStateException if one does
     */
    void requireUnused();

    /**
     * Stores positions.
     *
     * @param replace whether those of the same streams may be there already
     * @throws IllegalStateException if they are there and are not to be replaced, or a worker uses it
     */
    void store(List<StreamPositions> streams, boolean replace);
}
