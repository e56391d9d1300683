package dev.millrace.local.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that can be moved, by whole milliseconds. */
public final class JumpingClock extends Clock {

    private final Clock base;
    private final AtomicLong offsetMillis;

    public JumpingClock(Clock base) {
        this(base, new AtomicLong());
    }

    private JumpingClock(Clock base, AtomicLong offsetMillis) {
        this.base = base;
        this.offsetMillis = offsetMillis;
    }

    /** Moves it, forwards or backwards. */
    public void jump(Duration distance) {
        offsetMillis.addAndGet(distance.toMillis());
    }

    @Override
    public Instant instant() {
        return base.instant().plusMillis(offsetMillis.get());
    }

    @Override
    public long millis() {
        return base.millis() + offsetMillis.get();
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    /** In another zone; it jumps with this one. */
    @Override
    public Clock withZone(ZoneId zone) {
        return new JumpingClock(base.withZone(zone), offsetMillis);
    }
}
