package dev.millrace.producer;

import java.time.Duration;

/** What settings may be. */
final class Ranges {

    /** So long that nothing comes after it, and short enough to be added to a moment. */
    static final long FOR_EVER_NANOS = Long.MAX_VALUE / 4;

    private static final Duration FOR_EVER = Duration.ofNanos(FOR_EVER_NANOS);

    private Ranges() {}

    static long checked(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    what + " out of range: " + value + " (allowed " + min + " to " + max + ")");
        }
        return value;
    }

    /** A time that can be counted in nanoseconds: for ever, if it is longer. */
    static Duration positive(String what, Duration value, boolean zeroAllowed) {
        if (value.isNegative() || (value.isZero() && !zeroAllowed)) {
            throw new IllegalArgumentException(
                    what + " out of range: " + value + " (must be " + (zeroAllowed ? "0 or more" : "positive") + ")");
        }
        return value.compareTo(FOR_EVER) > 0 ? FOR_EVER : value;
    }

    /** In nanoseconds, at most for ever. */
    static long nanos(Duration time) {
        return time.compareTo(FOR_EVER) > 0 ? FOR_EVER_NANOS : time.toNanos();
    }
}
