package dev.millrace.processor;

import java.util.Objects;
import java.util.function.Consumer;

/** What becomes of a batch whose processor failed every attempt. In no case is a record skipped in silence. */
public sealed interface FailurePolicy {

    /** The worker stops, and its termination fails with the processor's exception. */
    record StopWorker() implements FailurePolicy {}

    /** The shard is read no further by this worker; the others go on. */
    record StopShard() implements FailurePolicy {}

    /**
     * The records go elsewhere and the shard goes on. They count as processed only if the taker returns normally.
     *
     * @param taker takes the records of the batch that lie behind the last checkpoint
     */
    record DeadLetter(Consumer<DeadLetters> taker) implements FailurePolicy {
        public DeadLetter {
            Objects.requireNonNull(taker, "taker");
        }
    }

    static FailurePolicy stopWorker() {
        return new StopWorker();
    }

    static FailurePolicy stopShard() {
        return new StopShard();
    }

    static FailurePolicy deadLetter(Consumer<DeadLetters> taker) {
        return new DeadLetter(taker);
    }
}
