package dev.millrace.kcl;

import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.engine.EngineSettings;
import software.amazon.kinesis.leases.LeaseCoordinator;

/** The worker as its shards see it. */
interface ShardHost {

    RecordProcessor newProcessor();

    EngineSettings engine();

    StoppedShards stoppedShards();

    LeaseCoordinator leases();

    WorkerRoll roll();

    /** Given when the worker is to stop: no shard takes records any more. */
    StopSignal stop();

    /** From now on this worker does not process the shard. */
    void leaveAlone(String leaseKey);

    /** Whether this worker has stopped processing the shard for good. */
    boolean leavesAlone(String leaseKey);

    /** Ends the worker. Returns at once, with the stop signal given. */
    void fail(Throwable cause);
}
