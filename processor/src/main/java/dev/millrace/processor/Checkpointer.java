package dev.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * Stores how far a shard was processed; on a restart nothing up to the checkpoint is delivered again.
 *
 * <p>May be called from any thread, also after {@code processRecords} returned, and blocks until the checkpoint is
 * stored. A checkpoint that says nothing new succeeds without being stored again. A store that is busy or fails is
 * asked again some times, with growing pauses, before an exception says so.
 *
 * <p>Every method throws
 *
 * <ul>
 *   <li>{@link IllegalArgumentException} if the place lies before the last checkpoint or behind the last delivered
 *       record,
 *   <li>{@link ShutdownException} if this worker no longer holds the shard,
 *   <li>{@link ThrottlingException} or {@link KinesisClientLibDependencyException} if the store is busy or failed; trying
 *       again later may help,
 *   <li>{@link InvalidStateException} if the store is not as it should be.
 * </ul>
 */
public interface Checkpointer {

    /** Everything that was delivered so far is processed. */
    void checkpoint();

    /**
     * Whether the shard is to be processed any longer: the worker is not asked to stop, and nobody else has the shard or
     * wants it. Quick. For a processor that takes long, which may then throw and is not called again for these records.
     */
    default boolean isShardHeld() {
        return true;
    }

    /** Everything up to and with this record is processed. */
    default void checkpoint(ReceivedRecord record) {
        checkpoint(record.sequenceNumber(), record.subSequenceNumber());
    }

    /** Everything up to and with the first user record of this Kinesis record is processed. */
    default void checkpoint(String sequenceNumber) {
        checkpoint(sequenceNumber, 0);
    }

    /** Everything up to and with this user record is processed. */
    void checkpoint(String sequenceNumber, long subSequenceNumber);

    /** Notes that everything that was delivered so far is about to be checkpointed, without state. */
    default PreparedCheckpointer prepareCheckpoint() {
        return prepareCheckpoint((byte @Nullable []) null);
    }

    /**
     * Notes that everything that was delivered so far is about to be checkpointed. Whoever takes the shard over before
     * that happens finds the place and the state in its {@link InitializationInput}.
     *
     * @param state what the next owner needs to finish, at most as much as the store takes (hundreds of kilobytes); null
     *     if nothing
     */
    PreparedCheckpointer prepareCheckpoint(byte @Nullable [] state);

    /** As {@link #prepareCheckpoint()}, for everything up to and with this record. */
    default PreparedCheckpointer prepareCheckpoint(ReceivedRecord record) {
        return prepareCheckpoint(record, null);
    }

    /** As {@link #prepareCheckpoint(byte[])}, for everything up to and with this record. */
    default PreparedCheckpointer prepareCheckpoint(ReceivedRecord record, byte @Nullable [] state) {
        return prepareCheckpoint(record.sequenceNumber(), record.subSequenceNumber(), state);
    }

    /** As {@link #prepareCheckpoint()}, for everything up to and with the first user record of this Kinesis record. */
    default PreparedCheckpointer prepareCheckpoint(String sequenceNumber) {
        return prepareCheckpoint(sequenceNumber, 0, null);
    }

    /** As {@link #prepareCheckpoint(byte[])}, for everything up to and with the first user record of this Kinesis record. */
    default PreparedCheckpointer prepareCheckpoint(String sequenceNumber, byte @Nullable [] state) {
        return prepareCheckpoint(sequenceNumber, 0, state);
    }

    /** As {@link #prepareCheckpoint()}, for everything up to and with this user record. */
    default PreparedCheckpointer prepareCheckpoint(String sequenceNumber, long subSequenceNumber) {
        return prepareCheckpoint(sequenceNumber, subSequenceNumber, null);
    }

    /** As {@link #prepareCheckpoint(byte[])}, for everything up to and with this user record. */
    PreparedCheckpointer prepareCheckpoint(String sequenceNumber, long subSequenceNumber, byte @Nullable [] state);
}
