package dev.millrace.child.legacy;

import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.PreparedCheckpointer;
import dev.millrace.processor.ShutdownException;
import org.jspecify.annotations.Nullable;

/** Throws the daemon's word for what is wrong. */
final class LegacyCheckpointer implements Checkpointer {

    private final @Nullable Checkpointer checkpointer;

    LegacyCheckpointer(@Nullable Checkpointer checkpointer) {
        this.checkpointer = checkpointer;
    }

    /** One that refuses everything. */
    static Checkpointer ofALostShard() {
        return new LegacyCheckpointer(null);
    }

    @Override
    public void checkpoint() {
        try {
            held().checkpoint();
        } catch (RuntimeException e) {
            throw error(e);
        }
    }

    @Override
    public void checkpoint(String sequenceNumber, long subSequenceNumber) {
        try {
            held().checkpoint(sequenceNumber, subSequenceNumber);
        } catch (RuntimeException e) {
            throw error(e);
        }
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(byte @Nullable [] state) {
        return held().prepareCheckpoint(state);
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(
            String sequenceNumber, long subSequenceNumber, byte @Nullable [] state) {
        return held().prepareCheckpoint(sequenceNumber, subSequenceNumber, state);
    }

    private Checkpointer held() {
        if (checkpointer == null) {
            throw new ShutdownException("this worker no longer holds the shard");
        }
        return checkpointer;
    }

    private static CheckpointError error(RuntimeException thrown) {
        if (thrown.getCause() instanceof CheckpointError told) {
            return told;
        }
        CheckpointError error = new CheckpointError(thrown.getClass().getSimpleName());
        error.initCause(thrown);
        return error;
    }
}
