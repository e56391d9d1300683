package dev.millrace.firehose;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits of tests: each has a condition and a limit. */
public final class Await {

    public static final Duration LIMIT = Duration.ofMinutes(1);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + LIMIT + " in vain: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until the clock shows a later millisecond, or so many milliseconds later. */
    public static void laterMillis(long millis) {
        long begun = System.currentTimeMillis();
        until("time passes", () -> System.currentTimeMillis() > begun + millis);
    }

    /** The result of a future that must succeed. */
    public static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("future failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("future did not complete", e);
        }
    }

    /** The failure of a future that must fail. */
    public static Throwable failure(CompletableFuture<?> future) {
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
