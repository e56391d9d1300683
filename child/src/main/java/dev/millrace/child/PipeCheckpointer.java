package dev.millrace.child;

import dev.millrace.child.protocol.Message;
import dev.millrace.processor.CheckpointException;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InvalidStateException;
import dev.millrace.processor.KinesisClientLibDependencyException;
import dev.millrace.processor.PreparedCheckpointer;
import dev.millrace.processor.ShutdownException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks the daemon for checkpoints, which it answers only while an action is open. Whoever asks has the pipe to itself,
 * under the lock, until the answer has come: then nothing else is on its way. The thread of the actions takes the lock to
 * open and to close one, and is in the processor meanwhile.
 */
final class PipeCheckpointer implements Checkpointer {

    private static final int TRIES = 5;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final DaemonPipe pipe;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private @Nullable ExtendedSequenceNumber delivered;
    private long actions;
    private boolean open;
    private boolean ended;
    private @Nullable ProtocolException fault;

    PipeCheckpointer(DaemonPipe pipe) {
        this.pipe = pipe;
    }

    /**
     * From now on the daemon answers.
     *
     * @param last the last record that comes with the action; null if none does
     */
    void openAction(@Nullable ExtendedSequenceNumber last) {
        lock.lock();
        try {
            actions++;
            open = true;
            delivered = last == null ? delivered : last;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says that the action is done. Waits for a checkpoint that is being asked for. */
    void closeAction(Message.Status done) throws IOException {
        lock.lock();
        try {
            open = false;
            if (fault != null) {
                throw fault;
            }
            pipe.write(done);
        } finally {
            lock.unlock();
        }
    }

    /** From now on every checkpoint is refused. */
    void end() {
        lock.lock();
        try {
            ended = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void checkpoint() {
        ask(null);
    }

    @Override
    public void checkpoint(String sequenceNumber, long subSequenceNumber) {
        ask(place(sequenceNumber, subSequenceNumber));
    }

    private static ExtendedSequenceNumber place(String sequenceNumber, long subSequenceNumber) {
        ExtendedSequenceNumber place = new ExtendedSequenceNumber(sequenceNumber, subSequenceNumber);
        if (!place.isNumber()) {
            throw new IllegalArgumentException("checkpoint is no record: " + place);
        }
        return place;
    }

    /**
     * Asks until the answer is final.
     *
     * @param place null for everything that is delivered now
     */
    private void ask(@Nullable ExtendedSequenceNumber place) {
        lock.lock();
        try {
            ExtendedSequenceNumber all = delivered;
            long asked = actions;
            for (int tried = 1; ; tried++) {
                untilOpen();
                Message.Checkpoint request = place != null ? request(place) : everything(asked, all);
                RuntimeException refusal = request == null ? null : refusal(request);
                if (refusal == null) {
                    return;
                }
                if (tried == TRIES
                        || !(refusal instanceof CheckpointException checkpoint)
                        || !checkpoint.isRetriable()) {
                    throw refusal;
                }
                pause(FIRST_PAUSE_MILLIS << (tried - 1), refusal);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The request that means all up to a place, which is the last one delivered while the action lasts. */
    private Message.@Nullable Checkpoint everything(long asked, @Nullable ExtendedSequenceNumber all) {
        if (asked == actions) {
            return Message.Checkpoint.everything();
        }
        return all == null ? null : request(all);
    }

    private static Message.Checkpoint request(ExtendedSequenceNumber place) {
        return Message.Checkpoint.upTo(place.sequenceNumber(), place.subSequenceNumber());
    }

    /** What the daemon says against it; null if it is stored. */
    private @Nullable RuntimeException refusal(Message.Checkpoint request) {
        Message answer;
        try {
            pipe.write(request);
            answer = pipe.read();
        } catch (IOException e) {
            ended = true;
            return new ShutdownException("the daemon cannot be reached", e);
        } catch (ProtocolException e) {
            return broken(e);
        }
        if (answer == null) {
            ended = true;
            return new ShutdownException("the daemon has closed the pipe");
        }
        if (!(answer instanceof Message.Checkpoint checkpoint)) {
            return broken(new ProtocolException("answer to a checkpoint is none: " + answer.action()));
        }
        return checkpoint.error() == null ? null : Refusals.of(checkpoint.error(), request);
    }

    private RuntimeException broken(ProtocolException e) {
        fault = e;
        ended = true;
        return new InvalidStateException("the daemon's answer cannot be understood", e);
    }

    private void untilOpen() {
        try {
            while (!open && !ended) {
                change.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KinesisClientLibDependencyException("interrupted before the daemon could be asked", e);
        }
        if (ended) {
            throw new ShutdownException("this worker no longer holds the shard");
        }
    }

    /** Waits without the lock, unless this is ended. */
    private void pause(long millis, RuntimeException refusal) {
        long rest = TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (rest > 0 && !ended) {
                rest = change.awaitNanos(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal;
        }
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(byte @Nullable [] state) {
        checkStateless(state);
        lock.lock();
        try {
            return delivered == null ? new Prepared(ExtendedSequenceNumber.TRIM_HORIZON) : new Prepared(delivered);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(
            String sequenceNumber, long subSequenceNumber, byte @Nullable [] state) {
        checkStateless(state);
        return new Prepared(place(sequenceNumber, subSequenceNumber));
    }

    private static void checkStateless(byte @Nullable [] state) {
        if (state != null) {
            throw new UnsupportedOperationException(
                    "announced checkpoint with state: bytes=" + state.length + " (the line protocol has none)");
        }
    }

    /** A checkpoint that was announced to nobody. */
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
                ask(place);
            }
        }
    }
}
