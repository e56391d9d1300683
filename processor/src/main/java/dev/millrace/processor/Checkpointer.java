package dev.millrace.processor;

/**
 * Stores how far a shard was processed; on a restart nothing up to the checkpoint is delivered again.
 *
 * <p>May be called from any thread, also after {@code processRecords} returned, and blocks until the checkpoint is
 * stored. A checkpoint that says nothing new succeeds without being stored again.
 */
public interface Checkpointer {

    /** Everything that was delivered so far is processed. */
    void checkpoint();

    /** Everything up to and with this record is processed. */
    default void checkpoint(ReceivedRecord record) {
        checkpoint(record.sequenceNumber(), record.subSequenceNumber());
    }

    /** Everything up to and with the first user record of this Kinesis record is processed. */
    default void checkpoint(String sequenceNumber) {
        checkpoint(sequenceNumber, 0);
    }

    /**
     * Everything up to and with this user record is processed.
     *
     * @throws IllegalArgumentException if it lies before the last checkpoint or behind the last delivered record
     * @throws ShutdownException if this worker no longer holds the shard
     * @throws CheckpointFailedException if the store failed; trying again may help
     */
    void checkpoint(String sequenceNumber, long subSequenceNumber);
}
