package dev.millrace.record;

/** A callback did not take a finished record. The record is in here, so that it is not lost with the failure. */
public final class RecordCallbackException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient AggregatedRecord record;

    RecordCallbackException(AggregatedRecord record, Throwable failure) {
        super("callback failed, the record was not taken: " + record, failure);
        this.record = record;
    }

    /** What the callback was given. */
    public AggregatedRecord record() {
        return record;
    }
}
