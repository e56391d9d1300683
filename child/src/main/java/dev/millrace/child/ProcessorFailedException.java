package dev.millrace.child;

/** A record processor threw; the cause is what it threw. */
public final class ProcessorFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ProcessorFailedException(String shardId, String action, Throwable cause) {
        super("record processor failed: shard=" + shardId + " action=" + action, cause);
    }
}
