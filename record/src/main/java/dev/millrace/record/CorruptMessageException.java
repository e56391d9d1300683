package dev.millrace.record;

/** Says why and where a message cannot be read. Never leaves the package, so it carries no stack trace. */
final class CorruptMessageException extends Exception {

    private static final long serialVersionUID = 1;

    private final int offset;

    CorruptMessageException(String reason, int offset) {
        super(reason, null, false, false);
        this.offset = offset;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    int offset() {
        return offset;
    }
}
