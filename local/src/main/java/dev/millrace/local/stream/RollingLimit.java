package dev.millrace.local.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How often a thing may be done in any 24 hours. Safe for use by many threads. */
public final class RollingLimit {

    private static final long WINDOW_MILLIS = Duration.ofHours(24).toMillis();

    private final int maxCount;
    private final Deque<Long> usedMillis = new ArrayDeque<>();

    RollingLimit(int maxCount) {
        this.maxCount = maxCount;
    }

    /** With the uses that it had. */
    RollingLimit(int maxCount, List<Long> usedMillis) {
        this(maxCount);
        this.usedMillis.addAll(usedMillis);
    }

    /** When it was used, in milliseconds since 1970, oldest first. */
    synchronized List<Long> uses() {
        return List.copyOf(usedMillis);
    }

    public int maxCount() {
        return maxCount;
    }

    /** Takes one use, or returns false if all are taken. */
    public synchronized boolean use(long nowMillis) {
        while (!usedMillis.isEmpty() && nowMillis - usedMillis.element() >= WINDOW_MILLIS) {
            usedMillis.remove();
        }
        return usedMillis.size() < maxCount && usedMillis.add(nowMillis);
    }
}
