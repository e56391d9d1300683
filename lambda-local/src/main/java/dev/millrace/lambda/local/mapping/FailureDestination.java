package dev.millrace.lambda.local.mapping;

/** Is told of batches that are given up. Called by many threads. */
@FunctionalInterface
public interface FailureDestination {

    /** Nobody is told. */
    FailureDestination NONE = batch -> {};

    /**
     * Takes the notice of a batch.
     *
     * @throws Exception if that failed: it is called again, and the shard waits
     */
    void send(DiscardedBatch batch) throws Exception;
}
