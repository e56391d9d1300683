package dev.millrace.lambda.local.mapping;

/** The mapping is closing: what is not done by now is left for the next start. */
final class StoppedException extends Exception {

    private static final long serialVersionUID = 1;

    StoppedException() {
        super("the mapping is closed");
    }
}
