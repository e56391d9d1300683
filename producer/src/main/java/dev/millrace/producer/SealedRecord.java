package dev.millrace.producer;

import dev.millrace.record.AggregatedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Kinesis record on its way, with those who wait for its user records. Its bytes never change: after an answer that
 * was lost the same bytes go again, so that a duplicate has the same indexes.
 */
final class SealedRecord {

    final AggregatedRecord content;
    final List<PendingPut> puts;
    final @Nullable String expectedShardId;

    /** Whether one of its user records has tags, and so cannot go without a frame. */
    final boolean tagged;

    /** Equal for those that are not to overtake each other; null if it may go at any time. */
    final @Nullable Object orderKey;

    final List<Attempt> attempts = new ArrayList<>(1);
    final long oldestAcceptedNanos;

    /** It must go in a request of its own, because a request that it was in was found invalid. */
    boolean solo;

    /** When it was sent last. */
    long sentNanos;

    /** How often the shard that it landed in was looked for in vain. */
    int verdictTries;

    /** It was given up while its request had no answer. */
    boolean abandoned;

    SealedRecord(
            AggregatedRecord content,
            List<PendingPut> puts,
            @Nullable String expectedShardId,
            @Nullable Object orderKey,
            boolean tagged) {
        this.orderKey = orderKey;
        this.content = content;
        this.puts = puts;
        this.expectedShardId = expectedShardId;
        this.tagged = tagged;
        this.oldestAcceptedNanos =
                puts.stream().mapToLong(put -> put.acceptedNanos).min().orElseThrow();
    }

    /** Whether it is one user record that readers take as it is, wherever it lies. */
    boolean isRightAnywhere() {
        return puts.size() == 1 && !tagged;
    }

    boolean hasOpenAttempt() {
        return attempts.stream().anyMatch(attempt -> attempt.outcome() == Attempt.Outcome.OPEN);
    }
}
