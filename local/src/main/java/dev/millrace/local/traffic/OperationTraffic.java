package dev.millrace.local.traffic;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How often an operation was called, how it ended, and how long it took. Safe for use by many threads. */
public final class OperationTraffic {

    /** Upper bounds of the latency buckets, in microseconds; one more bucket follows, without a bound. */
    private static final long[] BOUNDS_MICROS = {
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000
    };

    /** Names beyond this many are counted under one. */
    private static final int MAX_ERROR_NAMES = 50;

    private static final String OTHER = "other";

    private final LongAdder[] buckets = new LongAdder[BOUNDS_MICROS.length + 1];
    private final LongAdder nanosSum = new LongAdder();
    private final ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();

    OperationTraffic() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /**
     * A call was answered.
     *
     * @param error the name of the error; null if there was none
     */
    void answered(long nanos, @Nullable String error) {
        buckets[bucket(nanos)].increment();
        nanosSum.add(nanos);
        if (error != null) {
            boolean known = errors.containsKey(error) || errors.size() < MAX_ERROR_NAMES;
            errors.computeIfAbsent(known ? error : OTHER, name -> new LongAdder())
                    .increment();
        }
    }

    private static int bucket(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_MICROS.length && nanos > TimeUnit.MICROSECONDS.toNanos(BOUNDS_MICROS[bucket])) {
            bucket++;
        }
        return bucket;
    }

    /** What was counted so far. Counts of the same moment may disagree by the calls that were just being answered. */
    public Counts counts() {
        long[] cumulative = new long[buckets.length];
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
            count += buckets[i].sum();
            cumulative[i] = count;
        }
        Map<String, Long> byError = new TreeMap<>();
        errors.forEach((name, adder) -> byError.put(name, adder.sum()));
        return new Counts(count, nanosSum.sum(), cumulative, byError);
    }

    /** Upper bounds of the latency buckets but the last, in microseconds, ascending. */
    public static long[] boundsMicros() {
        return BOUNDS_MICROS.clone();
    }

    /**
     * The counters at one moment.
     *
     * @param count calls
     * @param nanosSum how long they took together
     * @param cumulative for each bucket the calls that took no longer than its bound; the last are all
     * @param errors calls that failed, by the error's name
     */
    @SuppressWarnings("ArrayRecordComponent") // Read once, and compared with no other.
    public record Counts(long count, long nanosSum, long[] cumulative, Map<String, Long> errors) {}
}
