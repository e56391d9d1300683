package dev.millrace.processor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An engine that reads streams and calls record processors. Starting and closing may be repeated. */
public interface Worker extends AutoCloseable {

    /** Begins to read. Returns when the streams were found and the checkpoints were read. */
    void start();

    /** Completes when the worker has stopped; exceptionally if it stopped because of a failure. */
    CompletableFuture<Void> termination();

    /**
     * Stops: every processor finishes its batch and gets {@code shutdownRequested}.
     *
     * @return whether all of them returned in time
     */
    boolean close(Duration timeout);

    /**
     * Starts, and returns when the worker has stopped: because somebody closed it, because it failed, or because the JVM
     * was asked to end (SIGTERM, Ctrl-C), for which the worker is closed first.
     *
     * @param grace how long the JVM's end waits for the processors
     * @throws WorkerFailedException if the worker stopped because of a failure
     */
    default void run(Duration grace) {
        UntilStopped.run(this, grace);
    }

    /** Stops and waits at most half a minute. */
    @Override
    default void close() {
        close(Duration.ofSeconds(30));
    }
}
