package dev.millrace.firehose.journal;

/** A step failed, and what it has left behind could not be removed. */
final class UndoFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UndoFailedException(Exception cause) {
        super("a step of the journal failed and could not be undone", cause);
    }
}
