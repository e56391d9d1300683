package dev.millrace.local.limit;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * The calls that are left to each of those who share some, by any key. Those who have all of theirs are forgotten when
 * there are many, so that names which callers make up do not stay. Safe for use by many threads.
 */
final class CallBuckets {

    private static final int FORGETFUL_FROM = 1_024;

    private final Clock clock;
    private final Map<Object, TokenBucket> buckets = new HashMap<>();
    private int sweepAt = FORGETFUL_FROM;

    CallBuckets(Clock clock) {
        this.clock = clock;
    }

    /** Whether there is a call left, which is taken. */
    synchronized boolean take(Object key, int perSecond) {
        long nowMillis = clock.millis();
        TokenBucket bucket = buckets.get(key);
        if (bucket == null) {
            sweep(nowMillis);
            bucket = new TokenBucket(perSecond, perSecond, nowMillis);
            buckets.put(key, bucket);
        }
        return bucket.takeIfThere(1, nowMillis);
    }

    synchronized int count() {
        return buckets.size();
    }

    private void sweep(long nowMillis) {
        if (buckets.size() >= sweepAt) {
            buckets.values().removeIf(bucket -> bucket.isFull(nowMillis));
            sweepAt = Math.max(FORGETFUL_FROM, 2 * buckets.size());
        }
    }
}
