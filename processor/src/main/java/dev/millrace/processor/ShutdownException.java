package dev.millrace.processor;

import org.jspecify.annotations.Nullable;

/** This worker no longer holds the shard, or was closed: stop, and do not checkpoint. Trying again is of no use. */
public final class ShutdownException extends CheckpointException {

    private static final long serialVersionUID = 1;

    public ShutdownException(String message) {
        this(message, null);
    }

    public ShutdownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }
}
