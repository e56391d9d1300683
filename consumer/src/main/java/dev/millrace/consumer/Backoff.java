package dev.millrace.consumer;

/** Waiting times that double from a tenth of a second to ten seconds, until something succeeds. */
final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LARGEST_MILLIS = 10_000;

    private long nextMillis = FIRST_MILLIS;

    long next() {
        long millis = nextMillis;
        nextMillis = Math.min(LARGEST_MILLIS, millis * 2);
        return millis;
    }

    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
