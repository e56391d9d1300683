package dev.millrace.processor;

import org.jspecify.annotations.Nullable;

/** The store of checkpoints, or what it depends on, failed. */
public final class KinesisClientLibDependencyException extends CheckpointException {

    private static final long serialVersionUID = 1;

    public KinesisClientLibDependencyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
