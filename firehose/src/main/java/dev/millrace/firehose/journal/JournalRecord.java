package dev.millrace.firehose.journal;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record as it goes into an object.
 *
 * @param data all that is written of it, a delimiter too
 * @param arrival when the stream, or the delivery stream, got it
 * @param place in its shard; null if it was put
 */
public record JournalRecord(
        Route route,
        ByteBuffer data,
        Instant arrival,
        @Nullable ExtendedSequenceNumber place) {

    public JournalRecord {
        Objects.requireNonNull(route, "route");
        data = data.slice().asReadOnlyBuffer();
        Objects.requireNonNull(arrival, "arrival");
    }

    /** A fresh read-only buffer at position 0. */
    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }
}
