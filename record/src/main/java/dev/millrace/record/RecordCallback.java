package dev.millrace.record;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One callback and the records that wait for it. It is given one record at a time, in order, by a task on the executor
 * that ends when nothing waits.
 */
final class RecordCallback {

    private final Consumer<? super AggregatedRecord> callback;
    private final Executor executor;
    private final BiConsumer<? super AggregatedRecord, ? super Throwable> errorHandler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Queue<AggregatedRecord> waiting = new ArrayDeque<>();
    private boolean running;
    private @Nullable Thread runner;

    RecordCallback(
            Consumer<? super AggregatedRecord> callback,
            Executor executor,
            BiConsumer<? super AggregatedRecord, ? super Throwable> errorHandler) {
        this.callback = callback;
        this.executor = executor;
        this.errorHandler = errorHandler;
    }

    /** Puts the record behind those that wait. No code of the caller's runs here. */
    void hand(AggregatedRecord record) {
        lock.lock();
        try {
            waiting.add(record);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sees to it that the callback is given what waits, and waits until it has room again, unless on the callback's own
     * thread. Interrupts are kept for later.
     */
    void deliver(int mostWaiting) {
        if (begins()) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                for (AggregatedRecord refused = next(); refused != null; refused = next()) {
                    report(refused, e);
                }
            }
        }
        lock.lock();
        try {
            while (waiting.size() > mostWaiting && !Thread.currentThread().equals(runner)) {
                taken.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean begins() {
        lock.lock();
        try {
            boolean begins = !running && !waiting.isEmpty();
            running |= begins;
            return begins;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing waits and the callback has returned; false if that takes longer than the limit. */
    boolean awaitIdle(Duration limit) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(limit);
        lock.lock();
        try {
            while ((running || !waiting.isEmpty()) && left > 0) {
                left = taken.awaitNanos(left);
            }
            return !running && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (AggregatedRecord record = next(); record != null; record = next()) {
            try {
                callback.accept(record);
            } catch (Throwable e) {
                report(record, e);
            }
        }
    }

    /** The next record; null if nothing waits, and then the task is over. */
    private @Nullable AggregatedRecord next() {
        lock.lock();
        try {
            AggregatedRecord record = waiting.poll();
            running = record != null;
            runner = running ? Thread.currentThread() : null;
            taken.signalAll();
            return record;
        } finally {
            lock.unlock();
        }
    }

    private void report(AggregatedRecord record, Throwable failure) {
        try {
            errorHandler.accept(record, failure);
        } catch (Throwable second) {
            failure.addSuppressed(second);
            RecordCallbacks.uncaught(record, failure);
        }
    }
}
