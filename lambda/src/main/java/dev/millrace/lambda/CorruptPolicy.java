package dev.millrace.lambda;

import java.util.Objects;
import java.util.function.Consumer;

/** What becomes of records that have the marks of an aggregated record but cannot be read. */
public sealed interface CorruptPolicy {

    /** The handler gets them, marked {@link RecordKind#CORRUPT}. */
    record Deliver() implements CorruptPolicy {}

    /**
     * They go elsewhere, in their place in the order, and possibly more than once.
     *
     * @param taker takes one; if it throws, the record counts as failed
     */
    record DeadLetter(Consumer<LambdaUserRecord> taker) implements CorruptPolicy {
        public DeadLetter {
            Objects.requireNonNull(taker, "taker");
        }
    }

    /** They count as failed, so that the mapping retries them and in the end sends them to its own destination. */
    record Fail() implements CorruptPolicy {}

    static CorruptPolicy deliver() {
        return new Deliver();
    }

    static CorruptPolicy deadLetter(Consumer<LambdaUserRecord> taker) {
        return new DeadLetter(taker);
    }

    static CorruptPolicy fail() {
        return new Fail();
    }
}
