package dev.millrace.multilang.shard;

/** A child did not do what it was asked for. Where in our code that was noticed tells nobody anything: no stack trace. */
final class ChildFailedException extends Exception {

    private static final long serialVersionUID = 1;

    ChildFailedException(String message) {
        super(message, null, false, false);
    }
}
