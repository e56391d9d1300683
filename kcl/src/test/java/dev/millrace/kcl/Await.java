package dev.millrace.kcl;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits of tests: each has a condition and a limit. */
final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Await() {}

    /** Waits until the condition is true; fails if that takes too long. */
    static void until(String what, BooleanSupplier condition) {
        if (!within(LIMIT, condition)) {
            throw new AssertionError("not in " + LIMIT.toSeconds() + " s: " + what);
        }
    }

    /** Whether the condition comes true in time. */
    static boolean within(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
