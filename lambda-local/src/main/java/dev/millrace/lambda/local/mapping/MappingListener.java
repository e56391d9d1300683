package dev.millrace.lambda.local.mapping;

import dev.millrace.lambda.local.FunctionAnswer;

/** Is told what a mapping does, to be counted or shown. Called by many threads; what it throws ends the mapping. */
public interface MappingListener {

    /** Nothing is told. */
    MappingListener NONE = new MappingListener() {};

    /**
     * The function was invoked.
     *
     * @param records of the event; none at the end of a window
     * @param failed how many of them come again or are given up
     */
    default void invoked(String shardId, int records, FunctionAnswer answer, int failed) {}

    /** Records were given up, and the destination has been told. */
    default void discarded(DiscardedBatch batch) {}

    /** The mapping does nothing any more. Told once; its termination completes behind it, and whoever closes it waits. */
    default void ended() {}
}
