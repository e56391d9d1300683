package dev.millrace.processor;

import java.time.Duration;
import java.util.concurrent.CompletionException;

/** Runs a worker for as long as the JVM is to live. */
final class UntilStopped {

    private UntilStopped() {}

    static void run(Worker worker, Duration grace) {
        Thread atEnd = new Thread(() -> worker.close(grace), "millrace-worker-shutdown");
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            worker.start();
            Void unused = worker.termination().join();
        } catch (CompletionException e) {
            throw new WorkerFailedException(e.getCause() == null ? e : e.getCause());
        } finally {
            forget(atEnd);
        }
    }

    private static void forget(Thread atEnd) {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            // The JVM is ending: it is running.
        }
    }
}
