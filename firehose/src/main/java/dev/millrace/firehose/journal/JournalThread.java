package dev.millrace.firehose.journal;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs steps one after the other in a thread of its own. A thread that is interrupted closes the channel of the file that it
 * uses; this one never is. Whoever has a step run waits until it is done, so its outcome is known, and stays interrupted.
 */
final class JournalThread {

    /** What is done to files. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "millrace-journal");
        made.setDaemon(true);
        return made;
    });

    /** What the step returns, or throws. Behind the end steps run in the caller's thread: they only say that it is the end. */
    <T> T run(Step<T> step) throws IOException {
        Future<T> done;
        try {
            done = thread.submit(step::run);
        } catch (RejectedExecutionException e) {
            return step.run();
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the step threw; errors are thrown here. */
    private static IOException failure(ExecutionException thrown) throws IOException {
        Throwable cause = thrown.getCause();
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException failure ? failure : new IOException(cause);
    }

    /** Ends it behind the steps that are waiting. */
    void end() {
        thread.shutdown();
    }
}
