package dev.millrace.record;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Hands finished records to callbacks. Every callback is given every record exactly once, one at a time, in the order
 * in which they were handed in, on a thread of its executor.
 *
 * <p>A callback that throws loses nothing: the record goes to the error handler with the failure, on the same
 * thread, and so does one whose executor refuses to work. Without a handler of the caller's, and where the handler
 * throws as well, it goes to that thread's uncaught exception handler in a {@link RecordCallbackException}.
 *
 * <p>What waits is bounded: who hands in records waits while a callback has more than {@link #MOST_WAITING} before it,
 * unless on that callback's own thread. Safe for use by several threads.
 */
public final class RecordCallbacks {

    /** How many finished records may wait for one callback. */
    public static final int MOST_WAITING = 16;

    private final BiConsumer<? super AggregatedRecord, ? super Throwable> errorHandler;
    private final List<RecordCallback> callbacks = new CopyOnWriteArrayList<>();

    private RecordCallbacks(BiConsumer<? super AggregatedRecord, ? super Throwable> errorHandler) {
        this.errorHandler = Objects.requireNonNull(errorHandler, "errorHandler");
    }

    /** None yet, and failures go to the thread's uncaught exception handler. */
    public static RecordCallbacks create() {
        return new RecordCallbacks(RecordCallbacks::uncaught);
    }

    /** None yet. */
    public static RecordCallbacks withErrorHandler(
            BiConsumer<? super AggregatedRecord, ? super Throwable> errorHandler) {
        return new RecordCallbacks(errorHandler);
    }

    /** Adds a callback that runs on a thread of its own, which lives while records wait. */
    public void add(Consumer<? super AggregatedRecord> callback) {
        add(callback, task -> new Thread(task, "millrace-record-callback").start());
    }

    /**
     * Adds a callback that runs where the executor runs it. It must not throw tasks away in silence: what waits for
     * them would wait forever.
     */
    public void add(Consumer<? super AggregatedRecord> callback, Executor executor) {
        callbacks.add(new RecordCallback(
                Objects.requireNonNull(callback, "callback"),
                Objects.requireNonNull(executor, "executor"),
                errorHandler));
    }

    /** Forgets all callbacks. They are still given what was handed in before. */
    public void clear() {
        callbacks.clear();
    }

    public boolean isEmpty() {
        return callbacks.isEmpty();
    }

    /** Hands in a record without waiting; to be followed by {@link #awaitRoom} where no lock is held. */
    public void hand(AggregatedRecord record) {
        callbacks.forEach(callback -> callback.hand(record));
    }

    /** Waits until no callback has too much before it. An interrupt does not end the wait; it is kept for later. */
    public void awaitRoom() {
        callbacks.forEach(callback -> callback.awaitRoom(MOST_WAITING));
    }

    /**
     * Waits until the callbacks have returned from everything that was handed in.
     *
     * @return false if that takes longer than the limit
     */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
        for (RecordCallback callback : callbacks) {
            if (!callback.awaitIdle(Duration.ofNanos(end - System.nanoTime()))) {
                return false;
            }
        }
        return true;
    }

    static void uncaught(AggregatedRecord record, Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, new RecordCallbackException(record, failure));
    }
}
