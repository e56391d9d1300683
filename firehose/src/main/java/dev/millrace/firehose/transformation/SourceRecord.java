package dev.millrace.firehose.transformation;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user record as it came.
 *
 * @param arrival when the stream, or the delivery stream, got it
 * @param place in its stream; null if it was put
 */
public record SourceRecord(
        ByteBuffer data, Instant arrival, @Nullable SourcePlace place) {

    public SourceRecord {
        data = data.slice().asReadOnlyBuffer();
        Objects.requireNonNull(arrival, "arrival");
    }

    /** A fresh read-only buffer at position 0. */
    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }
}
