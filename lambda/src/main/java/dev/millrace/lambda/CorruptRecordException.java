package dev.millrace.lambda;

/** A record cannot be read, and such are to count as failed. */
public final class CorruptRecordException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CorruptRecordException(LambdaUserRecord record) {
        super("record is corrupt: sequenceNumber=" + record.sequenceNumber() + " reason=" + record.corruptReason());
    }
}
