package dev.millrace.local.stream;

import java.time.Clock;
import java.time.Duration;

/** For how long a stream keeps records. Safe for use by many threads. */
public final class Retention {

    public static final int MIN_HOURS = 24;
    public static final int MAX_HOURS = 8_760;

    private final Clock clock;
    private volatile Period period = new Period(MIN_HOURS, Long.MIN_VALUE);

    /**
     * What holds since the last change.
     *
     * @param hours for how long
     * @param floorMillis the trim horizon at the change: what was trimmed by then stays so, however long records now live
     */
    private record Period(int hours, long floorMillis) {}

    Retention(Clock clock) {
        this.clock = clock;
    }

    public int hours() {
        return period.hours;
    }

    /** Records that arrived before this moment are gone. In milliseconds since 1970. */
    public long trimHorizonMillis() {
        Period now = period;
        return Math.max(
                now.floorMillis, clock.millis() - Duration.ofHours(now.hours).toMillis());
    }

    /** Keeps records for so long, or returns false if that is shorter than now. */
    public synchronized boolean lengthenTo(int hours) {
        return hours >= period.hours && set(hours);
    }

    /** Keeps records for so long, or returns false if that is longer than now. */
    public synchronized boolean shortenTo(int hours) {
        return hours <= period.hours && set(hours);
    }

    private boolean set(int hours) {
        period = new Period(hours, trimHorizonMillis());
        return true;
    }
}
