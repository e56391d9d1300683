package dev.millrace.processor;

/** The store of checkpoints failed. The checkpoint before is still good, and trying again may help. */
public final class CheckpointFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CheckpointFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
