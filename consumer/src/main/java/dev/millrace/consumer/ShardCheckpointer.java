package dev.millrace.consumer;

import dev.millrace.processor.CheckpointFailedException;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.ShutdownException;

/** Checkpoints of one shard. Safe for use by many threads; storing happens under its lock. */
final class ShardCheckpointer implements Checkpointer {

    private final String stream;
    private final String shardId;
    private final CheckpointStore store;
    private ExtendedSequenceNumber stored;
    private ExtendedSequenceNumber delivered;
    private boolean closed;

    ShardCheckpointer(String stream, String shardId, CheckpointStore store, ExtendedSequenceNumber stored) {
        this.stream = stream;
        this.shardId = shardId;
        this.store = store;
        this.stored = stored;
        this.delivered = stored;
    }

    @Override
    public synchronized void checkpoint() {
        if (delivered.isNumber()) {
            checkpoint(delivered.sequenceNumber(), delivered.subSequenceNumber());
        } else {
            checkOpen();
        }
    }

    @Override
    public synchronized void checkpoint(String sequenceNumber, long subSequenceNumber) {
        checkOpen();
        ExtendedSequenceNumber place = new ExtendedSequenceNumber(sequenceNumber, subSequenceNumber);
        if (!place.isNumber()) {
            throw new IllegalArgumentException("checkpoint is no record: " + place);
        }
        if (place.compareTo(stored) < 0 || place.compareTo(delivered) > 0) {
            throw new IllegalArgumentException("checkpoint out of range: shard=" + shardId + " checkpoint=" + place
                    + " (allowed from the last checkpoint " + stored + " to the last delivered record " + delivered
                    + ")");
        }
        if (place.equals(stored)) {
            return;
        }
        try {
            store.store(stream, shardId, StoredPosition.behind(place));
        } catch (RuntimeException e) {
            throw new CheckpointFailedException(
                    "checkpoint was not stored: shard=" + shardId + " checkpoint=" + place, e);
        }
        stored = place;
    }

    /** The last place that is safely stored. */
    synchronized ExtendedSequenceNumber stored() {
        return stored;
    }

    /** From now on a checkpoint up to this record is allowed. */
    synchronized void delivered(ExtendedSequenceNumber place) {
        delivered = place;
    }

    /** Stores the shard's end. From then on every checkpoint is refused, so none can take the end's place. */
    synchronized void end() {
        store.store(stream, shardId, StoredPosition.SHARD_END);
        closed = true;
    }

    /** From now on every checkpoint is refused. */
    synchronized void close() {
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new ShutdownException("this worker no longer holds the shard: shard=" + shardId);
        }
    }
}
