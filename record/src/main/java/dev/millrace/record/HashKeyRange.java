package dev.millrace.record;

import java.util.Objects;

/**
 * A contiguous range of hash keys, both ends included: what a shard owns.
 *
 * @param start the smallest hash key in it
 * @param end the largest hash key in it, not smaller than the start
 */
public record HashKeyRange(HashKey start, HashKey end) {

    /** Every hash key there is. */
    public static final HashKeyRange ALL = new HashKeyRange(HashKey.MIN, HashKey.MAX);

    public HashKeyRange {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        if (start.compareTo(end) > 0) {
            throw new IllegalArgumentException("hash key range is inverted: start=" + start + " end=" + end);
        }
    }

    /** The range that holds this one hash key only. */
    public static HashKeyRange only(HashKey key) {
        return new HashKeyRange(key, key);
    }

    /** A range from its two ends in decimal, as the service writes them. */
    public static HashKeyRange parse(CharSequence start, CharSequence end) {
        return new HashKeyRange(HashKey.parse(start), HashKey.parse(end));
    }

    public boolean contains(HashKey key) {
        return start.compareTo(key) <= 0 && key.compareTo(end) <= 0;
    }

    public boolean contains(HashKeyRange other) {
        return start.compareTo(other.start) <= 0 && other.end.compareTo(end) <= 0;
    }

    /** Whether the other range begins right after this one or ends right before it. */
    public boolean isAdjacentTo(HashKeyRange other) {
        return (!end.equals(HashKey.MAX) && end.next().equals(other.start))
                || (!other.end.equals(HashKey.MAX) && other.end.next().equals(start));
    }

    /** The smallest range that holds this one and the key. */
    public HashKeyRange including(HashKey key) {
        if (contains(key)) {
            return this;
        }
        return key.compareTo(start) < 0 ? new HashKeyRange(key, end) : new HashKeyRange(start, key);
    }

    @Override
    public String toString() {
        return start + ".." + end;
    }
}
