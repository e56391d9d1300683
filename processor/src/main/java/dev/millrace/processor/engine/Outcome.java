package dev.millrace.processor.engine;

/** What an engine has to do after a processor was called. */
public sealed interface Outcome {

    /** Go on. */
    record Done() implements Outcome {}

    /**
     * Call again, unless the shard is to be left meanwhile.
     *
     * @param millis after so many milliseconds
     */
    record Again(long millis) implements Outcome {}

    /**
     * Leave this shard alone from now on; the others go on.
     *
     * @param cause what the processor threw
     */
    record StopShard(Exception cause) implements Outcome {}

    /**
     * Stop the worker.
     *
     * @param cause with what its termination fails
     */
    record StopWorker(Exception cause) implements Outcome {}
}
