package dev.millrace.cli.consume;

/** A command did not process a batch. Where in our code that was noticed tells nobody anything: no stack trace. */
final class ChildFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ChildFailedException(String shardId, String why) {
        super("the command failed: shard=" + shardId + " (" + why + ")", null, false, false);
    }
}
