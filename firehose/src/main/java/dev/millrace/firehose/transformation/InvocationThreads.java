package dev.millrace.firehose.transformation;

import dev.millrace.lambda.firehose.FirehoseResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs invocations in threads of their own, as many as are waited for, so that those who wait can give up whatever the function
 * does. Safe for many threads.
 */
final class InvocationThreads {

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "millrace-invocation");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Object, Future<?>> running = new ConcurrentHashMap<>();
    private final CountDownLatch givenUp = new CountDownLatch(1);

    /**
     * What the invocation returns, or throws.
     *
     * @throws CancellationException if it is given up
     */
    FirehoseResponse run(Callable<FirehoseResponse> invocation) throws TransformationException, InterruptedException {
        Future<FirehoseResponse> answer;
        try {
            answer = threads.submit(invocation);
        } catch (RejectedExecutionException e) {
            throw (CancellationException) new CancellationException("given up").initCause(e);
        }
        Object key = new Object();
        running.put(key, answer);
        try {
            if (isGivenUp()) {
                answer.cancel(true);
            }
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            running.remove(key);
            answer.cancel(true);
        }
    }

    /** What the invocation threw; what is no failure of an invocation is thrown here. */
    private static TransformationException failure(ExecutionException thrown) throws InterruptedException {
        Throwable cause = thrown.getCause();
        if (cause instanceof TransformationException failure) {
            return failure;
        }
        if (cause instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    boolean isGivenUp() {
        return givenUp.getCount() == 0;
    }

    /** Waits; whether it is given up meanwhile. */
    boolean awaitGivenUp(Duration limit) throws InterruptedException {
        return givenUp.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Nobody is to wait for an invocation any more. */
    void giveUp() {
        givenUp.countDown();
    }

    /** Interrupts what runs, and ends. */
    void cancel() {
        giveUp();
        threads.shutdown();
        running.values().forEach(answer -> answer.cancel(true));
    }
}
