package dev.millrace.cli.consume;

/** A command did not process a batch. */
final class ChildFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ChildFailedException(String shardId, String why) {
        super("the command failed: shard=" + shardId + " (" + why + ")");
    }
}
