package dev.millrace.consumer;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a worker: a pool of fixed size for all that takes time, and a timer that only starts things. */
final class WorkerThreads {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerThreads.class);

    private final ExecutorService pool;
    private final ScheduledExecutorService timer;

    WorkerThreads(int count) {
        this.pool = Executors.newFixedThreadPool(count, task -> thread(task, "millrace-worker", false));
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> thread(task, "millrace-worker-timer", true));
    }

    /** Whether a thread is one of these, so that waiting for them on it would be waiting for itself. */
    boolean isOwn(Thread thread) {
        return thread instanceof Own own && own.isOf(this);
    }

    void run(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("a step came after the worker was closed");
        }
    }

    /** Runs something short later. */
    void runAfter(long millis, Runnable task) {
        try {
            ScheduledFuture<?> unused = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("a step came after the worker was closed");
        }
    }

    /** Runs something that waits for these threads, on one that is none of them. */
    void runApart(Runnable task) {
        Thread apart = new Thread(null, task, "millrace-worker-closer");
        apart.setDaemon(true);
        apart.start();
    }

    /** Takes no more tasks; those that run go on. */
    void shutdown() {
        var unused = timer.shutdownNow();
        pool.shutdown();
    }

    private Thread thread(Runnable task, String name, boolean daemon) {
        Thread thread = new Own(this, task, name);
        thread.setDaemon(daemon);
        return thread;
    }

    /** A thread that knows whose it is. */
    private static final class Own extends Thread {

        private final WorkerThreads owner;

        private Own(WorkerThreads owner, Runnable task, String name) {
            super(task, name);
            this.owner = owner;
        }

        private boolean isOf(WorkerThreads threads) {
            return owner.equals(threads);
        }
    }
}
