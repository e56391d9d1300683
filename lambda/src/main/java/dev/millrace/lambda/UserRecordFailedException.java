package dev.millrace.lambda;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user record could not be processed. A handler that is given many throws it to say which: what lies before it
 * counts as processed. Handlers throw it too, where failures are to be told by an exception.
 */
public final class UserRecordFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String sequenceNumber;

    /** The record, and what went wrong with it. */
    public UserRecordFailedException(LambdaUserRecord record, @Nullable Throwable cause) {
        this(record.sequenceNumber(), "user record failed: " + record, cause);
    }

    private UserRecordFailedException(String sequenceNumber, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.sequenceNumber = Objects.requireNonNull(sequenceNumber, "sequenceNumber");
    }

    static UserRecordFailedException ofKinesisRecord(String sequenceNumber, Throwable cause) {
        return new UserRecordFailedException(
                sequenceNumber, "Kinesis record failed: sequenceNumber=" + sequenceNumber, cause);
    }

    /** Of the Kinesis record that holds it. */
    public String sequenceNumber() {
        return sequenceNumber;
    }
}
