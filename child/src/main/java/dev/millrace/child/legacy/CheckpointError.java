package dev.millrace.child.legacy;

/**
 * A checkpoint was refused, with the daemon's word for why. It is the cause of the exception that a {@link
 * dev.millrace.processor.Checkpointer} throws, and what the checkpointers of older forms throw themselves.
 */
public final class CheckpointError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String value;

    public CheckpointError(String value) {
        super(value);
        this.value = value;
    }

    /**
     * The daemon's word: {@code ShutdownException}, {@code ThrottlingException}, {@code InvalidStateException}, {@code
     * KinesisClientLibDependencyException}, {@code IllegalArgumentException}, or the name of any other exception.
     */
    public String value() {
        return value;
    }
}
