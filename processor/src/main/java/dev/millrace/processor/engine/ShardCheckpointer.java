package dev.millrace.processor.engine;

import dev.millrace.processor.CheckpointEvent;
import dev.millrace.processor.CheckpointException;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.KinesisClientLibDependencyException;
import dev.millrace.processor.PreparedCheckpointer;
import dev.millrace.processor.ShutdownException;
import dev.millrace.processor.WorkerListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints of one shard. Safe for use by many threads; storing happens under its lock, which is free while it waits to
 * try again.
 */
public final class ShardCheckpointer implements Checkpointer {

    private static final int TRIES = 6;

    private final ShardName shard;
    private final CheckpointSink sink;
    private final WorkerListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private ExtendedSequenceNumber stored;
    private ExtendedSequenceNumber delivered;
    private boolean announced;
    private volatile boolean closed;
    private volatile BooleanSupplier held = () -> true;

    /**
     * Of a shard that is taken up.
     *
     * @param stored the checkpoint that its sink has
     * @param announced whether the sink has an announced checkpoint beside it
     */
    public ShardCheckpointer(
            ShardName shard,
            CheckpointSink sink,
            WorkerListener listener,
            ExtendedSequenceNumber stored,
            boolean announced) {
        this.shard = shard;
        this.sink = sink;
        this.listener = listener;
        this.stored = stored;
        this.delivered = stored;
        this.announced = announced;
    }

    /**
     * The engine's word on whether the shard is still to be processed.
     *
     * @param held is asked by any thread, and quick
     */
    public void heldWhile(BooleanSupplier held) {
        this.held = held;
    }

    @Override
    public boolean isShardHeld() {
        return !closed && held.getAsBoolean();
    }

    @Override
    public void checkpoint() {
        lock.lock();
        try {
            checkOpen();
            if (delivered.isNumber()) {
                storeUnlessCovered(delivered);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void checkpoint(String sequenceNumber, long subSequenceNumber) {
        checkpoint(new ExtendedSequenceNumber(sequenceNumber, subSequenceNumber));
    }

    private void checkpoint(ExtendedSequenceNumber place) {
        lock.lock();
        try {
            checkAllowed(place);
            storeUnlessCovered(place);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(byte @Nullable [] state) {
        lock.lock();
        try {
            checkOpen();
            return prepared(delivered, state);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(
            String sequenceNumber, long subSequenceNumber, byte @Nullable [] state) {
        ExtendedSequenceNumber place = new ExtendedSequenceNumber(sequenceNumber, subSequenceNumber);
        lock.lock();
        try {
            checkAllowed(place);
            return prepared(place, state);
        } finally {
            lock.unlock();
        }
    }

    private PreparedCheckpointer prepared(ExtendedSequenceNumber place, byte @Nullable [] state) {
        if (place.isNumber()) {
            untilStored(place, true, () -> {
                sink.storePending(place, state);
                announced = true;
            });
        }
        return new Prepared(place);
    }

    /** The last place that is safely stored. */
    public ExtendedSequenceNumber stored() {
        lock.lock();
        try {
            return stored;
        } finally {
            lock.unlock();
        }
    }

    /** The last place that a processor has been given. */
    public ExtendedSequenceNumber delivered() {
        lock.lock();
        try {
            return delivered;
        } finally {
            lock.unlock();
        }
    }

    /** From now on a checkpoint up to this record is allowed. */
    public void delivered(ExtendedSequenceNumber place) {
        lock.lock();
        try {
            delivered = place;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was delivered since is not processed, and will not be now: a checkpoint of everything is not to pass over it.
     *
     * @param place the last record delivered before
     */
    public void takeBack(ExtendedSequenceNumber place) {
        lock.lock();
        try {
            delivered = stored.compareTo(place) > 0 ? stored : place;
        } finally {
            lock.unlock();
        }
    }

    /** Stores the shard's end. From then on every checkpoint is refused, so none can take the end's place. */
    public void end() {
        lock.lock();
        try {
            checkOpen();
            untilStored(ExtendedSequenceNumber.SHARD_END, false, () -> sink.store(ExtendedSequenceNumber.SHARD_END));
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** From now on every checkpoint is refused, those too that are being tried again. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void storeUnlessCovered(ExtendedSequenceNumber place) {
        if (isCovered(place)) {
            return;
        }
        untilStored(place, false, () -> {
            // While this one waited for its next try, another thread may have got further.
            if (!isCovered(place)) {
                sink.store(place);
                stored = place;
                announced = false;
            }
        });
    }

    private boolean isCovered(ExtendedSequenceNumber place) {
        int further = place.compareTo(stored);
        return further < 0 || (further == 0 && !announced);
    }

    private void untilStored(ExtendedSequenceNumber place, boolean prepared, Runnable store) {
        long begun = System.nanoTime();
        Backoff backoff = new Backoff(100, 2_000);
        for (int tried = 1; ; tried++) {
            CheckpointException failure;
            try {
                store.run();
                tell(place, prepared, begun, null);
                return;
            } catch (CheckpointException e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = new KinesisClientLibDependencyException(
                        "checkpoint was not stored: " + shard + " checkpoint=" + place, e);
            }
            if (failure instanceof ShutdownException) {
                closed = true;
            }
            if (!failure.isRetriable() || tried == TRIES || !waited(backoff.next())) {
                tell(place, prepared, begun, failure);
                throw failure;
            }
            checkOpen();
        }
    }

    /** Waits, without the lock, unless this is closed or the thread interrupted. */
    private boolean waited(long millis) {
        long rest = TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (rest > 0 && !closed) {
                rest = change.awaitNanos(rest);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void tell(ExtendedSequenceNumber place, boolean prepared, long begun, @Nullable Throwable failure) {
        listener.checkpointEnded(new CheckpointEvent(
                shard.stream(),
                shard.shardId(),
                place,
                prepared,
                Duration.ofNanos(System.nanoTime() - begun),
                failure));
    }

    private void checkAllowed(ExtendedSequenceNumber place) {
        checkOpen();
        if (!place.isNumber()) {
            throw new IllegalArgumentException("checkpoint is no record: " + place);
        }
        if (place.compareTo(stored) < 0 || place.compareTo(delivered) > 0) {
            throw new IllegalArgumentException("checkpoint out of range: " + shard + " checkpoint=" + place
                    + " (allowed from the last checkpoint " + stored + " to the last delivered record " + delivered
                    + ")");
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new ShutdownException("this worker no longer holds the shard: " + shard);
        }
    }

    /** An announced checkpoint. */
    private final class Prepared implements PreparedCheckpointer {

        private final ExtendedSequenceNumber place;

        private Prepared(ExtendedSequenceNumber place) {
            this.place = place;
        }

        @Override
        public ExtendedSequenceNumber pendingCheckpoint() {
            return place;
        }

        @Override
        public void checkpoint() {
            if (place.isNumber()) {
                ShardCheckpointer.this.checkpoint(place);
            }
        }
    }
}
