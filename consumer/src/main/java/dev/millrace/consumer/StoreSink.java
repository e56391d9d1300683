package dev.millrace.consumer;

import dev.millrace.consumer.checkpoint.CheckpointStore;
import dev.millrace.consumer.checkpoint.StoredPosition;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.PendingCheckpoint;
import dev.millrace.processor.engine.CheckpointSink;
import dev.millrace.processor.engine.ShardName;
import org.jspecify.annotations.Nullable;

/** The checkpoints of one shard, in the worker's store. */
record StoreSink(CheckpointStore store, ShardName shard) implements CheckpointSink {

    @Override
    public void store(ExtendedSequenceNumber place) {
        store.store(shard.stream(), shard.shardId(), StoredPosition.behind(place));
    }

    @Override
    public void storePending(ExtendedSequenceNumber place, byte @Nullable [] state) {
        store.storePending(shard.stream(), shard.shardId(), new PendingCheckpoint(place, state));
    }
}
