package dev.millrace.processor;

import org.jspecify.annotations.Nullable;

/** The store of checkpoints is not as it should be, for example its table is missing. Trying again is of no use. */
public final class InvalidStateException extends CheckpointException {

    private static final long serialVersionUID = 1;

    public InvalidStateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }
}
