package dev.millrace.consumer.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a shard and not taken yet. Its bytes count against the worker's budget until those who took it ask for
 * more. Safe for many threads.
 */
final class ReadAhead {

    /** Batches that may wait while one is processed. */
    private static final int MOST = 2;

    private final ReadBudget budget;
    private final Deque<Fetched> ready = new ArrayDeque<>();
    private @Nullable CompletableFuture<Fetched> asking;
    private @Nullable Throwable failure;
    private long takenBytes;

    ReadAhead(ReadBudget budget) {
        this.budget = budget;
    }

    /** The next batch; those before it are done with. */
    CompletableFuture<Fetched> next() {
        CompletableFuture<Fetched> answer;
        long done;
        synchronized (this) {
            done = takenBytes;
            takenBytes = 0;
            Fetched first = ready.poll();
            if (first != null) {
                takenBytes = first.bytes();
                answer = CompletableFuture.completedFuture(first);
            } else if (failure != null) {
                answer = CompletableFuture.failedFuture(failure);
            } else {
                asking = new CompletableFuture<>();
                answer = asking;
            }
        }
        budget.release(done);
        return answer;
    }

    /** Takes what was read. */
    void add(Fetched fetched) {
        budget.hold(fetched.bytes());
        CompletableFuture<Fetched> waiting;
        synchronized (this) {
            if (failure != null) {
                budget.release(fetched.bytes());
                return;
            }
            waiting = asking;
            asking = null;
            if (waiting == null) {
                ready.add(fetched);
            } else {
                takenBytes = fetched.bytes();
            }
        }
        if (waiting != null) {
            waiting.complete(fetched);
        }
    }

    /** Whether there is no reason yet to read more. */
    synchronized boolean isFull() {
        return ready.size() >= MOST;
    }

    /** Nothing will come any more, for this reason. What was read before can still be taken. */
    void fail(Throwable cause) {
        CompletableFuture<Fetched> waiting;
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = cause;
            waiting = asking;
            asking = null;
        }
        if (waiting != null) {
            waiting.completeExceptionally(cause);
        }
    }

    /** Forgets everything; whoever waits is told. */
    void close() {
        long freed;
        synchronized (this) {
            freed = takenBytes;
            takenBytes = 0;
            for (Fetched fetched : ready) {
                freed += fetched.bytes();
            }
            ready.clear();
        }
        budget.release(freed);
        fail(new CancellationException("the source was closed"));
    }
}
