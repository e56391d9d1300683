package dev.millrace.consumer.source;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How much all shards of a worker may have read ahead of their processors, and how many reads may be on their way at once.
 * Whoever finds no room waits its turn. What is on its way is not counted before it has come, so the bound may be passed
 * by one answer for each read. Safe for many threads.
 */
public final class ReadBudget {

    private final long maxBytes;
    private final int maxReads;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private long bytes;
    private int reads;

    /** A task, and whether it is a read that will be on its way. */
    private record Waiter(Runnable task, boolean read) {}

    public ReadBudget(long maxBytes, int maxReads) {
        this.maxBytes = maxBytes;
        this.maxReads = maxReads;
    }

    /** Runs a task that sends a read, at once or when there is room. {@link #readEnded} belongs to each. */
    void read(Runnable task) {
        enter(new Waiter(task, true));
    }

    void readEnded() {
        synchronized (this) {
            reads--;
        }
        admitWaiting();
    }

    /** Runs a task when less is held than may be. */
    void whenRoom(Runnable task) {
        enter(new Waiter(task, false));
    }

    /** This much is held now. */
    synchronized void hold(long count) {
        bytes += count;
    }

    void release(long count) {
        synchronized (this) {
            bytes -= count;
        }
        admitWaiting();
    }

    private void enter(Waiter waiter) {
        synchronized (this) {
            waiting.add(waiter);
        }
        admitWaiting();
    }

    private void admitWaiting() {
        for (Runnable task = admitted(); task != null; task = admitted()) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable admitted() {
        Waiter first = waiting.peek();
        if (first == null || bytes >= maxBytes || (first.read() && reads >= maxReads)) {
            return null;
        }
        waiting.remove();
        if (first.read()) {
            reads++;
        }
        return first.task();
    }
}
