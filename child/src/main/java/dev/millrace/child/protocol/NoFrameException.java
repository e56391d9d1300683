package dev.millrace.child.protocol;

/** What was read is no frame. */
public final class NoFrameException extends Exception {

    private static final long serialVersionUID = 1;

    NoFrameException(String message) {
        super(message);
    }
}
