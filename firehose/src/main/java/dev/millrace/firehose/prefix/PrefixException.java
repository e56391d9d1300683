package dev.millrace.firehose.prefix;

/** A prefix cannot be evaluated for a record: a partition key is missing, or the result is too long. */
public final class PrefixException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PrefixException(String message) {
        super(message);
    }
}
