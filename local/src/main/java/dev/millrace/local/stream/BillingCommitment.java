package dev.millrace.local.stream;

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
    private @Nullable Instant startedAt;
    private @Nullable Instant endsAt;

    BillingCommitment(Clock clock) {
        this.clock = clock;
    }

    /**
     * The commitment at one moment.
     *
     * @param status as the API calls it
     * @param startedAt when it was last begun; null if never
     * @param endedAt when it ended; null while it holds
     * @param earliestAllowedEndAt when it may end; null if it was never begun
     */
    public record State(
            String status,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant earliestAllowedEndAt) {

        public boolean holds() {
            return !status.equals("DISABLED");
        }
    }

    /** Begins it. One that is about to end goes on. */
    public synchronized void enable() {
        if (!state().holds()) {
            startedAt = clock.instant();
        }
        endsAt = null;
    }

    /** Ends it as soon as that is allowed. */
    public synchronized void disable() {
        if (startedAt != null && endsAt == null) {
            Instant earliest = startedAt.plus(SHORTEST);
            endsAt = clock.instant().isAfter(earliest) ? clock.instant() : earliest;
        }
    }

    public synchronized State state() {
        if (startedAt == null) {
            return new State("DISABLED", null, null, null);
        }
        Instant earliest = startedAt.plus(SHORTEST);
        if (endsAt == null) {
            return new State("ENABLED", startedAt, null, earliest);
        }
        return clock.instant().isBefore(endsAt)
                ? new State("ENABLED_UNTIL_EARLIEST_ALLOWED_END", startedAt, null, earliest)
                : new State("DISABLED", startedAt, endsAt, earliest);
    }
}
