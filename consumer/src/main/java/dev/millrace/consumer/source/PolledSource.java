package dev.millrace.consumer.source;

import dev.millrace.processor.ReadEvent;
import dev.millrace.processor.WorkerListener;
import dev.millrace.processor.engine.Backoff;
import dev.millrace.processor.engine.ShardName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/*
 * One read at a time. After each comes the next, at its time, unless enough was read ahead; then the next call of next()
 * starts it. `reading` says that a read is on its way, or waits for its time or for room.
 */
/** Asks for the records of a shard, with GetRecords. */
final class PolledSource implements RecordSource {

    private static final Logger LOG = LoggerFactory.getLogger(RecordSource.class);

    private final ShardName shard;
    private final ShardCursor cursor;
    private final Pace pace;
    private final Timer timer;
    private final ReadBudget budget;
    private final WorkerListener listener;
    private final ReadAhead ahead;
    private final Backoff backoff = Backoff.standard();
    private int emptyReads;
    private boolean reading;
    private boolean finished;

    PolledSource(
            ShardName shard, ShardCursor cursor, Pace pace, Timer timer, ReadBudget budget, WorkerListener listener) {
        this.shard = shard;
        this.cursor = cursor;
        this.pace = pace;
        this.timer = timer;
        this.budget = budget;
        this.listener = listener;
        this.ahead = new ReadAhead(budget);
    }

    @Override
    public CompletableFuture<Fetched> next() {
        CompletableFuture<Fetched> next = ahead.next();
        readUnlessBusy();
        return next;
    }

    @Override
    public void close() {
        synchronized (this) {
            finished = true;
        }
        ahead.close();
    }

    private void readUnlessBusy() {
        synchronized (this) {
            if (reading || finished || ahead.isFull()) {
                return;
            }
            reading = true;
        }
        budget.read(this::read);
    }

    private void read() {
        if (isFinished()) {
            budget.readEnded();
            return;
        }
        long begun = System.nanoTime();
        CompletableFuture<GetRecordsResponse> answer;
        try {
            answer = cursor.read();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<?> unused = answer.whenComplete((response, failure) -> {
            budget.readEnded();
            if (failure == null) {
                received(response, begun);
            } else {
                failed(
                        failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure,
                        begun);
            }
        });
    }

    private void received(GetRecordsResponse response, long begun) {
        backoff.reset();
        cursor.advance(response);
        Long behind = response.millisBehindLatest();
        boolean last = response.nextShardIterator() == null;
        Fetched fetched = Fetched.of(response.records(), behind == null ? 0 : behind, last);
        tell(fetched.records().size(), fetched.bytes(), fetched.millisBehindLatest(), begun, null);
        emptyReads = fetched.records().isEmpty() && fetched.millisBehindLatest() == 0 ? emptyReads + 1 : 0;
        if (fetched.isWorthTelling()) {
            ahead.add(fetched);
        }
        synchronized (this) {
            finished |= last;
        }
        again(pace.nanosToNext(fetched.bytes(), emptyReads) - (System.nanoTime() - begun));
    }

    private void failed(Throwable cause, long begun) {
        tell(0, 0, 0, begun, cause);
        if (cause instanceof ExpiredIteratorException || cause instanceof InvalidArgumentException) {
            cursor.dropIterator();
        }
        if (cause instanceof ExpiredIteratorException) {
            again(0);
        } else if (cause instanceof ResourceNotFoundException || !(cause instanceof SdkException)) {
            synchronized (this) {
                finished = true;
            }
            ahead.fail(cause);
        } else {
            long pause = backoff.next();
            LOG.warn("read failed, will be repeated: {} pauseMillis={} cause={}", shard, pause, cause.toString());
            again(pause * 1_000_000);
        }
    }

    private void again(long nanos) {
        long millis = Math.max(0, (nanos + 999_999) / 1_000_000);
        if (millis == 0) {
            continueReading();
        } else {
            timer.runAfter(millis, this::continueReading);
        }
    }

    private void continueReading() {
        synchronized (this) {
            reading = false;
        }
        readUnlessBusy();
    }

    private synchronized boolean isFinished() {
        return finished;
    }

    private void tell(int records, long bytes, long behind, long begun, @Nullable Throwable failure) {
        listener.readEnded(new ReadEvent(
                shard.stream(),
                shard.shardId(),
                records,
                bytes,
                behind,
                Duration.ofNanos(System.nanoTime() - begun),
                failure));
    }
}
