package dev.millrace.consumer.checkpoint;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where reading of a shard goes on: behind a record, at its beginning, at a moment, or nowhere because it has ended.
 *
 * @param place the last processed record, or one of the words
 * @param moment with {@code AT_TIMESTAMP}, the moment; null otherwise
 */
public record StoredPosition(
        ExtendedSequenceNumber place, @Nullable Instant moment) {

    public static final StoredPosition TRIM_HORIZON = new StoredPosition(ExtendedSequenceNumber.TRIM_HORIZON, null);
    public static final StoredPosition SHARD_END = new StoredPosition(ExtendedSequenceNumber.SHARD_END, null);

    private static final String MOMENT_PREFIX = "AT_TIMESTAMP@";

    public static StoredPosition behind(ExtendedSequenceNumber place) {
        return new StoredPosition(place, null);
    }

    public static StoredPosition at(Instant moment) {
        return new StoredPosition(ExtendedSequenceNumber.AT_TIMESTAMP, moment);
    }

    public boolean isShardEnd() {
        return place.equals(ExtendedSequenceNumber.SHARD_END);
    }

    /** {@code number/sub}, {@code AT_TIMESTAMP@millis}, or a word. */
    public String toText() {
        return moment == null ? place.toString() : MOMENT_PREFIX + moment.toEpochMilli();
    }

    public static StoredPosition parse(String text) {
        if (text.startsWith(MOMENT_PREFIX)) {
            return at(Instant.ofEpochMilli(Long.parseLong(text.substring(MOMENT_PREFIX.length()))));
        }
        int slash = text.indexOf('/');
        return behind(
                slash < 0
                        ? ExtendedSequenceNumber.of(text)
                        : new ExtendedSequenceNumber(
                                text.substring(0, slash), Long.parseLong(text.substring(slash + 1))));
    }
}
