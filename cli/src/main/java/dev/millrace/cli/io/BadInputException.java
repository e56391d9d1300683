package dev.millrace.cli.io;

/** What the caller gave cannot be used. The message says what, where, and what would be right. */
public final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BadInputException(String message) {
        super(message);
    }
}
