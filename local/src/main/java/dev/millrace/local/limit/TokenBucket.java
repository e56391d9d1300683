package dev.millrace.local.limit;

/**
 * What may be used of something that comes back at a steady rate: full at first, never more than full. Exact to the
 * millisecond. Not safe for use by many threads.
 */
final class TokenBucket {

    /** A token a second is one part a millisecond. */
    private static final long PARTS = 1_000;

    private final long capacity;
    private final long partsPerMilli;
    private long level;
    private long seenMillis;

    /**
     * A full one.
     *
     * @param capacity most tokens in it
     * @param perSecond tokens that come back in a second, at least 1
     */
    TokenBucket(long capacity, long perSecond, long nowMillis) {
        this.capacity = capacity * PARTS;
        this.partsPerMilli = perSecond;
        this.level = this.capacity;
        this.seenMillis = nowMillis;
    }

    boolean has(long tokens, long nowMillis) {
        refill(nowMillis);
        return level >= tokens * PARTS;
    }

    /** Takes tokens, or as many of them as there are. */
    void take(long tokens) {
        level = Math.max(0, level - tokens * PARTS);
    }

    /** Takes tokens if there are as many. */
    boolean takeIfThere(long tokens, long nowMillis) {
        if (!has(tokens, nowMillis)) {
            return false;
        }
        take(tokens);
        return true;
    }

    /** Takes tokens that have been used already: from what was saved if there is more than that, else all on credit. */
    void charge(long tokens, long nowMillis) {
        refill(nowMillis);
        long parts = tokens * PARTS;
        level = parts < level ? level - parts : -parts;
    }

    /** In how many milliseconds what was used on credit has come back; 0 if it has. */
    long millisInArrears(long nowMillis) {
        refill(nowMillis);
        return level >= 0 ? 0 : ceilDiv(-level, partsPerMilli);
    }

    boolean isFull(long nowMillis) {
        refill(nowMillis);
        return level == capacity;
    }

    private void refill(long nowMillis) {
        // A clock that was set back gives nothing, and takes nothing.
        long elapsed = Math.max(0, nowMillis - seenMillis);
        seenMillis = nowMillis;
        long missing = capacity - level;
        level = elapsed >= ceilDiv(missing, partsPerMilli) ? capacity : level + elapsed * partsPerMilli;
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
