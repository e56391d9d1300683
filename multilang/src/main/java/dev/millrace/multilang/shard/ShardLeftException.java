package dev.millrace.multilang.shard;

/** Nothing is wrong with the child, but its shard is not to be processed any further here. */
final class ShardLeftException extends Exception {

    private static final long serialVersionUID = 1;

    ShardLeftException() {
        super("the shard is to be left", null, false, false);
    }
}
