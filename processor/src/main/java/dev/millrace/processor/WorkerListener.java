package dev.millrace.processor;

import java.util.List;

/**
 * Is told what a worker does, to be counted or shown. Methods are called on the worker's own threads: they should be
 * quick. What they throw is logged and goes no further.
 */
public interface WorkerListener {

    /** Nothing is told. */
    WorkerListener NONE = new WorkerListener() {};

    /** One that tells all of these, in their order; what one of them throws does not keep the others from being told. */
    static WorkerListener all(List<? extends WorkerListener> listeners) {
        return new WorkerListenerChain(listeners);
    }

    /**
     * A shard was taken up, before its processor is initialized.
     *
     * @param checkpoint where processing goes on
     */
    default void shardStarted(String stream, String shardId, ExtendedSequenceNumber checkpoint) {}

    /** The stream was asked for records, or has pushed some. */
    default void readEnded(ReadEvent event) {}

    /** A batch went through a processor once, whether that succeeded or not. */
    default void batchEnded(BatchEvent event) {}

    /** A checkpoint was stored, or could not be. */
    default void checkpointEnded(CheckpointEvent event) {}

    /** A record cannot be read. Told once for each time that it is delivered. */
    default void corruptRecord(String stream, String shardId, ReceivedRecord record) {}

    /** A shard is no longer processed here. */
    default void shardStopped(String stream, String shardId, StopReason reason) {}
}
