package dev.millrace.child;

/** The daemon said something that cannot be answered. */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ProtocolException(String message) {
        super(message);
    }
}
