package dev.millrace.processor;

/**
 * The user's code for one shard. An instance belongs to one shard, and its methods are called one at a time.
 *
 * <p>An exception from {@link #processRecords} never skips a record: the engine waits and calls again, with those
 * records that lie behind the last checkpoint, and in the end does what its failure policy says; at once if the exception
 * is a {@link GivenUpException}.
 */
public interface RecordProcessor {

    /** Called once, before all others. If it throws it is called again. */
    default void initialize(InitializationInput input) throws Exception {}

    /** Takes the next records of the shard. */
    void processRecords(ProcessRecordsInput input) throws Exception;

    /** The shard belongs to another worker now. Nothing can be checkpointed any more. */
    default void leaseLost() throws Exception {}

    /**
     * Everything in the shard was delivered and nothing will follow. The shard is ended, and its children begin,
     * only when this returns normally; if it throws it is called again.
     */
    default void shardEnded(ShardEndedInput input) throws Exception {}

    /** The worker is about to stop: finish what is in hand and checkpoint. */
    default void shutdownRequested(ShutdownRequestedInput input) throws Exception {}
}
