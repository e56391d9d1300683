package dev.millrace.record;

/** A user record does not fit, even alone. Nothing was changed. */
public final class RecordTooLargeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final long sizeBytes;
    private final int maxSizeBytes;

    public RecordTooLargeException(long sizeBytes, int maxSizeBytes) {
        super("user record too large even alone: bytes=" + sizeBytes + " (max " + maxSizeBytes
                + ", partition key and frame counted)");
        this.sizeBytes = sizeBytes;
        this.maxSizeBytes = maxSizeBytes;
    }

    /** Bytes that a Kinesis record with nothing else in it would have, partition key counted. */
    public long sizeBytes() {
        return sizeBytes;
    }

    public int maxSizeBytes() {
        return maxSizeBytes;
    }
}
