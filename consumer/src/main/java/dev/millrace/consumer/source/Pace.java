package dev.millrace.consumer.source;

import java.time.Duration;

/**
 * How often a shard is read. Not more often than the interval, nor faster than the bytes that it may give in a second; less
 * often, step by step, while it has nothing new.
 *
 * @param interval shortest time from one read to the next
 * @param idleInterval longest one, once nothing has come for some time
 * @param bytesPerSecond that a shard may give
 */
public record Pace(Duration interval, Duration idleInterval, long bytesPerSecond) {

    private static final int EMPTY_READS_BEFORE_IDLE = 10;

    /**
     * How long after its beginning a read is followed by the next, in nanoseconds.
     *
     * @param bytes that it gave
     * @param emptyReads how many in a row gave nothing at the tip of the shard
     */
    long nanosToNext(long bytes, int emptyReads) {
        long shortest = interval.toNanos();
        long longest = Math.max(shortest, idleInterval.toNanos());
        long idle = shortest
                + (longest - shortest) * Math.min(emptyReads, EMPTY_READS_BEFORE_IDLE) / EMPTY_READS_BEFORE_IDLE;
        return Math.max(idle, (long) (bytes * 1e9 / bytesPerSecond));
    }
}
