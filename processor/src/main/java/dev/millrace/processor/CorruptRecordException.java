package dev.millrace.processor;

/** A record cannot be read, and the worker was told to stop at such a one, or to give it away. */
public final class CorruptRecordException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CorruptRecordException(String shardId, ReceivedRecord record) {
        super("record is corrupt: shard=" + shardId + " sequenceNumber=" + record.sequenceNumber() + " reason="
                + record.corruptReason());
    }
}
