package dev.millrace.cli.put;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What is said about lines under way. Rates are those of the last two seconds at least, since lines come to be stored
 * in bursts. Not safe for use by many threads.
 */
public final class PutStatus {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final double NANOS = 1e9;
    private static final double MEBIBYTE = 1 << 20;

    private record Sample(long nanos, long stored, long bytes) {}

    private final PutCounts counts;

    /** Of earlier calls: the last one before the window, and those in it. */
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** From this moment on. */
    public PutStatus(PutCounts counts, long nowNanos) {
        this.counts = counts;
        samples.add(sample(nowNanos));
    }

    /** One line that fits into a terminal of 80 columns up to billions of lines. */
    public String at(long nowNanos) {
        Sample now = sample(nowNanos);
        samples.add(now);
        Sample base = samples.remove();
        while (nowNanos - samples.element().nanos() >= WINDOW_NANOS) {
            base = samples.remove();
        }
        samples.addFirst(base);
        double seconds = Math.max(1e-3, (nowNanos - base.nanos()) / NANOS);
        return String.format(
                Locale.ROOT,
                "%,d stored, %,.0f/s, %,.1f MiB/s, %,d in flight, %,d failed",
                now.stored(),
                (now.stored() - base.stored()) / seconds,
                (now.bytes() - base.bytes()) / seconds / MEBIBYTE,
                counts.inFlight(),
                counts.failed());
    }

    private Sample sample(long nowNanos) {
        return new Sample(nowNanos, counts.stored(), counts.bytes());
    }
}
