package dev.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link RecordProcessor} that has tried often enough by itself: the engine does not call again, its failure
 * policy decides at once. Where there are no records to give away, a policy that would do that stops the worker.
 */
public final class GivenUpException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public GivenUpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
