package dev.millrace.processor;

import java.util.Objects;
import java.util.function.Consumer;

/** What becomes of records that have the marks of an aggregated record but cannot be read. */
public sealed interface CorruptPolicy {

    /** The processor gets them, marked {@link RecordKind#CORRUPT}. */
    record Deliver() implements CorruptPolicy {}

    /**
     * They go elsewhere, before the rest of their batch is processed, and possibly more than once.
     *
     * @param taker takes one at a time; if it throws, the batch counts as failed and is repeated
     */
    record DeadLetter(Consumer<DeadLetters> taker) implements CorruptPolicy {
        public DeadLetter {
            Objects.requireNonNull(taker, "taker");
        }
    }

    /** The worker stops, and its termination fails with a {@link CorruptRecordException}. */
    record StopWorker() implements CorruptPolicy {}

    static CorruptPolicy deliver() {
        return new Deliver();
    }

    static CorruptPolicy deadLetter(Consumer<DeadLetters> taker) {
        return new DeadLetter(taker);
    }

    static CorruptPolicy stopWorker() {
        return new StopWorker();
    }
}
