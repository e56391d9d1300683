package dev.millrace.processor;

/** This worker no longer holds the shard, or was closed: stop, and do not checkpoint. Trying again is of no use. */
public final class ShutdownException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ShutdownException(String message) {
        super(message);
    }
}
