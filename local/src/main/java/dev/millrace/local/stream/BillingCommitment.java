package dev.millrace.local.stream;

import dev.millrace.local.state.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account's commitment to pay for a minimum of throughput, on which warm throughput depends. Once begun it lasts for a
 * day at least: ended sooner, it ends then. Safe for use by many threads.
 */
public final class BillingCommitment {

    private static final Duration SHORTEST = Duration.ofHours(24);

    private final Clock clock;
    private final Runnable changed;
    private @Nullable Instant startedAt;
    private @Nullable Instant endsAt;

    BillingCommitment(Clock clock, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
    }

    /** As it was kept. */
    BillingCommitment(State state, Clock clock, Runnable changed) {
        this(clock, changed);
        this.startedAt = instant(state.numberOrNull("startedMillis"));
        this.endsAt = instant(state.numberOrNull("endsMillis"));
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    synchronized State state() {
        return State.create()
                .with("startedMillis", startedAt == null ? null : startedAt.toEpochMilli())
                .with("endsMillis", endsAt == null ? null : endsAt.toEpochMilli());
    }

    /**
     * The commitment at one moment.
     *
     * @param text as the API calls it
     * @param startedAt when it was last begun; null if never
     * @param endedAt when it ended; null while it holds
     * @param earliestAllowedEndAt when it may end; null if it was never begun
     */
    public record Status(
            String text,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant earliestAllowedEndAt) {

        public boolean holds() {
            return !text.equals("DISABLED");
        }
    }

    /** Begins it. One that is about to end goes on. */
    public void enable() {
        synchronized (this) {
            if (!status().holds()) {
                startedAt = clock.instant();
            }
            endsAt = null;
        }
        changed.run();
    }

    /** Ends it as soon as that is allowed. */
    public void disable() {
        synchronized (this) {
            if (startedAt != null && endsAt == null) {
                Instant earliest = startedAt.plus(SHORTEST);
                endsAt = clock.instant().isAfter(earliest) ? clock.instant() : earliest;
            }
        }
        changed.run();
    }

    public synchronized Status status() {
        if (startedAt == null) {
            return new Status("DISABLED", null, null, null);
        }
        Instant earliest = startedAt.plus(SHORTEST);
        if (endsAt == null) {
            return new Status("ENABLED", startedAt, null, earliest);
        }
        return clock.instant().isBefore(endsAt)
                ? new Status("ENABLED_UNTIL_EARLIEST_ALLOWED_END", startedAt, null, earliest)
                : new Status("DISABLED", startedAt, endsAt, earliest);
    }
}
