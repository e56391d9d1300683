package dev.millrace.child.protocol;

/** JSON that is no message; the text says why. */
final class NoMessageException extends Exception {

    private static final long serialVersionUID = 1;

    NoMessageException(String reason) {
        super(reason, null, false, false);
    }
}
