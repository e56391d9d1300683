package dev.millrace.lambda.firehose;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of transformed records that do not fit the response any more. */
public sealed interface OverBudget {

    /** They count as failed: Firehose writes their originals to the error prefix. */
    record Fail() implements OverBudget {}

    /**
     * They go back to where they came from, and count as dropped once they are there. A record that is too large for any
     * response would come back for ever, and counts as failed.
     *
     * @param target puts them back
     */
    record Reingest(Reingestion target) implements OverBudget {
        public Reingest {
            Objects.requireNonNull(target, "target");
        }
    }

    /**
     * They are made smaller.
     *
     * @param trimmer makes one smaller
     */
    record Trim(Trimmer trimmer) implements OverBudget {
        public Trim {
            Objects.requireNonNull(trimmer, "trimmer");
        }
    }

    static OverBudget fail() {
        return new Fail();
    }

    static OverBudget reingest(Reingestion target) {
        return new Reingest(target);
    }

    static OverBudget trim(Trimmer trimmer) {
        return new Trim(trimmer);
    }

    /** Puts records back into the stream that Firehose reads, or for Direct PUT into the delivery stream. */
    @FunctionalInterface
    interface Reingestion {

        /**
         * Puts back all records of one invocation that did not fit, as they came. Returns when they are stored.
         *
         * @param event whose {@code sourceKinesisStreamArn} or {@code deliveryStreamArn} says where to
         * @param records in their order, each whole, not taken apart
         * @throws Exception if it failed; then all count as failed
         */
        void putBack(FirehoseEvent event, List<FirehoseRecord> records) throws Exception;
    }

    /** Makes transformed data smaller. */
    @FunctionalInterface
    interface Trimmer {

        /**
         * Makes one smaller.
         *
         * @param data what the transformation gave
         * @param maxBytes how much there is room for, from 0
         * @return at most so many bytes; null, or more, if it cannot be made so small, and then the record counts as failed
         */
        @Nullable
        ByteBuffer trim(FirehoseRecord record, ByteBuffer data, int maxBytes);
    }
}
