package dev.millrace.producer;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** How long to wait before a try: doubling from 50 ms to 1 s, between half and all of it at random. */
final class RetryDelay {

    private static final long FIRST_MILLIS = 50;
    private static final long LARGEST_MILLIS = 1_000;
    private static final int MAX_DOUBLINGS = 10;

    private final RandomGenerator random;

    RetryDelay(RandomGenerator random) {
        this.random = random;
    }

    /** Before the try that follows so many. */
    long nanos(int attempts) {
        int doublings = Math.min(MAX_DOUBLINGS, Math.max(0, attempts - 1));
        long millis = Math.min(LARGEST_MILLIS, FIRST_MILLIS << doublings);
        return spread(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Between half of this time and all of it. */
    long spread(long nanos) {
        return nanos / 2 + random.nextLong(nanos / 2 + 1);
    }
}
