package dev.millrace.processor;

import org.jspecify.annotations.Nullable;

/** The store of checkpoints does not take more at present. */
public final class ThrottlingException extends CheckpointException {

    private static final long serialVersionUID = 1;

    public ThrottlingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
