package dev.millrace.firehose.transformation;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** What became of a record. */
public sealed interface Outcome {

    /** It is delivered, as these bytes. */
    record Delivered(ByteBuffer data, Map<String, String> partitionKeys) implements Outcome {

        public Delivered {
            data = data.slice().asReadOnlyBuffer();
            partitionKeys = Map.copyOf(partitionKeys);
        }

        /** A fresh read-only buffer at position 0. */
        @Override
        public ByteBuffer data() {
            return data.duplicate();
        }
    }

    /** It is left out, on purpose. */
    record Dropped() implements Outcome {}

    /**
     * It failed.
     *
     * @param code one of {@link FailureCode}
     * @param attempts how often that was tried
     * @param end of the last attempt
     */
    record Failed(String code, String message, int attempts, Instant end) implements Outcome {

        public Failed {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(end, "end");
        }
    }
}
