package dev.millrace.consumer;

import dev.millrace.consumer.checkpoint.CheckpointStore;
import dev.millrace.consumer.source.ReadBudget;
import dev.millrace.consumer.source.Timer;

/** What a worker offers to its streams and shards. */
interface WorkerContext extends Timer {

    WorkerSettings settings();

    CheckpointStore store();

    /** What all shards may hold together. */
    ReadBudget budget();

    /** Runs a step on the pool. What a step throws stops the worker. */
    void run(Runnable step);

    /** Runs a step on the pool, later. */
    @Override
    void runAfter(long millis, Runnable step);

    /** Stops the worker because of this. */
    void fail(Throwable failure);
}
