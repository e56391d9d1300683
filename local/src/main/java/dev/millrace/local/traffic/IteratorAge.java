package dev.millrace.local.traffic;

/**
 * How far behind the tip the readers of a shard were of late: the most that any read found in the last five to ten
 * seconds. Long enough for the pause between two heartbeats of a subscription. Safe for use by many threads.
 */
final class IteratorAge {

    private static final long WINDOW_MILLIS = 5_000;

    /** Of nobody: there was no read. */
    static final long UNKNOWN = -1;

    private long windowStartMillis;
    private long windowMost = UNKNOWN;
    private long mostBefore = UNKNOWN;

    synchronized void read(long nowMillis, long behindMillis) {
        roll(nowMillis);
        windowMost = Math.max(windowMost, behindMillis);
    }

    /** In milliseconds; {@link #UNKNOWN} if nobody has read of late. */
    synchronized long millis(long nowMillis) {
        roll(nowMillis);
        return Math.max(windowMost, mostBefore);
    }

    private void roll(long nowMillis) {
        long age = nowMillis - windowStartMillis;
        if (age >= 0 && age < WINDOW_MILLIS) {
            return;
        }
        // A clock that was set back begins anew, as one does that has jumped over the next window.
        mostBefore = age >= 0 && age < 2 * WINDOW_MILLIS ? windowMost : UNKNOWN;
        windowMost = UNKNOWN;
        windowStartMillis = nowMillis;
    }
}
