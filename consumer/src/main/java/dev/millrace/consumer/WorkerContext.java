package dev.millrace.consumer;

/** What a worker offers to the consumers of its shards. */
interface WorkerContext {

    WorkerSettings settings();

    CheckpointStore store();

    /** Runs a step on the pool. What a step throws stops the worker. */
    void run(Runnable step);

    void runAfter(long millis, Runnable step);

    /** The shard's end is stored: its children may begin. */
    void shardEnded(String shardId);

    /** Stops the worker because of this. */
    void fail(Throwable failure);
}
