package dev.millrace.lambda.json;

/** A text is no JSON. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1;

    JsonException(String reason, int offset) {
        super("no JSON: " + reason + ": offset=" + offset);
    }
}
