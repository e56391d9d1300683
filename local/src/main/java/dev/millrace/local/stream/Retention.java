package dev.millrace.local.stream;

import dev.millrace.local.state.State;
import java.time.Clock;
import java.time.Duration;
import java.util.function.IntPredicate;

/** For how long a stream keeps records. Safe for use by many threads. */
public final class Retention {

    public static final int MIN_HOURS = 24;
    public static final int MAX_HOURS = 8_760;

    private final Clock clock;
    private final Runnable changed;
    private volatile Period period;

    /**
     * What holds since the last change.
     *
     * @param hours for how long
     * @param floorMillis the trim horizon at the change: what was trimmed by then stays so, however long records now live
     */
    private record Period(int hours, long floorMillis) {}

    /** The shortest; whoever wants to know is told of changes. */
    Retention(Clock clock, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
        this.period = new Period(MIN_HOURS, Long.MIN_VALUE);
    }

    /** As it was kept. */
    Retention(State state, Clock clock, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
        this.period = new Period(state.integer("hours"), state.number("floorMillis"));
    }

    State state() {
        Period now = period;
        return State.create().with("hours", now.hours).with("floorMillis", now.floorMillis);
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
    public boolean lengthenTo(int hours) {
        return set(hours, now -> hours >= now);
    }

    /** Keeps records for so long, or returns false if that is longer than now. */
    public boolean shortenTo(int hours) {
        return set(hours, now -> hours <= now);
    }

    private boolean set(int hours, IntPredicate allowed) {
        synchronized (this) {
            if (!allowed.test(period.hours)) {
                return false;
            }
            period = new Period(hours, trimHorizonMillis());
        }
        changed.run();
        return true;
    }
}
