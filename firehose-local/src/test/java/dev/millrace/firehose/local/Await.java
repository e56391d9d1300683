package dev.millrace.firehose.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits of tests: each has a condition and a limit. */
final class Await {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + LIMIT + " in vain: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The result of a future that must succeed. */
    static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("future failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("future did not complete", e);
        }
    }

    /** The failure of a future that must fail. */
    static Throwable failure(CompletableFuture<?> future) {
        try {
            Object result = future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("future succeeded: " + result);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return cause == null ? e : cause;
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("future did not complete", e);
        }
    }
}
