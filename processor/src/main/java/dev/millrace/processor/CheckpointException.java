package dev.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * A checkpoint was not stored. The checkpoint before is still good. The kinds bear the names that they have in the
 * Kinesis Client Library.
 */
public abstract sealed class CheckpointException extends RuntimeException
        permits InvalidStateException, KinesisClientLibDependencyException, ShutdownException, ThrottlingException {

    private static final long serialVersionUID = 1;

    CheckpointException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same checkpoint may succeed later. Those that may were tried some times before this was thrown. */
    public abstract boolean isRetriable();
}
