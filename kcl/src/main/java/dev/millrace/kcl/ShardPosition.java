package dev.millrace.kcl;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.PendingCheckpoint;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far an application is in a shard.
 *
 * @param place the last processed record, or one of the words
 * @param moment with {@code AT_TIMESTAMP}, where reading begins, if that is known; null otherwise
 * @param pending what was announced and not checkpointed since, or null
 */
public record ShardPosition(
        ExtendedSequenceNumber place,
        @Nullable Instant moment,
        @Nullable PendingCheckpoint pending) {

    public ShardPosition {
        Objects.requireNonNull(place, "place");
    }
}
