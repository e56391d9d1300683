package dev.millrace.processor.engine;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Waiting times that double from a first one to a longest one, until something succeeds. Up to half of each is left to
 * chance, so that those who failed together do not come back together. Used by one task at a time.
 */
public final class Backoff {

    private final long firstMillis;
    private final long longestMillis;
    private long nextMillis;

    public Backoff(long firstMillis, long longestMillis) {
        this.firstMillis = firstMillis;
        this.longestMillis = longestMillis;
        this.nextMillis = firstMillis;
    }

    /** From a tenth of a second to ten seconds. */
    public static Backoff standard() {
        return new Backoff(100, 10_000);
    }

    /** How long to wait now, in milliseconds. */
    public long next() {
        long millis = nextMillis;
        nextMillis = Math.min(longestMillis, millis * 2);
        return millis - ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    }

    public void reset() {
        nextMillis = firstMillis;
    }
}
