package dev.millrace.processor.engine;

import dev.millrace.processor.ExtendedSequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine keeps the checkpoints of one shard. Its methods return when the checkpoint is stored, and throw a
 * {@link dev.millrace.processor.CheckpointException}, or any other exception if the store failed.
 */
public interface CheckpointSink {

    /**
     * Stores a checkpoint, and forgets what was announced.
     *
     * @param place a record, or {@link ExtendedSequenceNumber#SHARD_END}
     */
    void store(ExtendedSequenceNumber place);

    /** Stores an announcement beside the checkpoint. */
    void storePending(ExtendedSequenceNumber place, byte @Nullable [] state);
}
