package dev.millrace.processor;

/** A worker stopped because of a failure, which is the cause. */
public final class WorkerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WorkerFailedException(Throwable cause) {
        super("worker failed: " + cause, cause);
    }
}
