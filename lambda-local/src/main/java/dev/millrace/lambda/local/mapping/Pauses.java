package dev.millrace.lambda.local.mapping;

import java.time.Duration;

/** Waiting times that double from the first to the longest, until something succeeds. */
final class Pauses {

    private final long firstMillis;
    private final long longestMillis;
    private long nextMillis;

    Pauses(Duration first, Duration longest) {
        this.firstMillis = first.toMillis();
        this.longestMillis = longest.toMillis();
        this.nextMillis = firstMillis;
    }

    long next() {
        long millis = nextMillis;
        nextMillis = Math.min(longestMillis, Math.max(1, millis * 2));
        return millis;
    }

    void reset() {
        nextMillis = firstMillis;
    }
}
