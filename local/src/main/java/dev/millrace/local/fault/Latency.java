package dev.millrace.local.fault;

import java.time.Duration;

/**
 * How much later an answer comes: evenly spread between two durations.
 *
 * @param least the smallest delay
 * @param most the largest delay, up to one minute
 */
public record Latency(Duration least, Duration most) {

    private static final Duration LARGEST = Duration.ofMinutes(1);

    public Latency {
        if (least.isNegative() || most.compareTo(least) < 0 || most.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(
                    "latency out of range: from=" + least + " to=" + most + " (0 to 1 minute, ascending)");
        }
    }

    /** Always the same. */
    public static Latency of(Duration delay) {
        return new Latency(delay, delay);
    }

    long nanos(double chance) {
        return least.toNanos() + (long) (chance * (most.toNanos() - least.toNanos()));
    }
}
