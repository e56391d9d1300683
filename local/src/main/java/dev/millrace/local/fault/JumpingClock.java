package dev.millrace.local.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that can be moved. */
public final class JumpingClock extends Clock {

    private final Clock base;
    private final AtomicReference<Duration> offset;

    public JumpingClock(Clock base) {
        this(base, new AtomicReference<>(Duration.ZERO));
    }

    private JumpingClock(Clock base, AtomicReference<Duration> offset) {
        this.base = base;
        this.offset = offset;
    }

    /** Moves it, forwards or backwards. */
    public void jump(Duration distance) {
        offset.accumulateAndGet(distance, Duration::plus);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset.get());
    }

    @Override
    public long millis() {
        return base.millis() + offset.get().toMillis();
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    /** In another zone; it jumps with this one. */
    @Override
    public Clock withZone(ZoneId zone) {
        return new JumpingClock(base.withZone(zone), offset);
    }
}
