package dev.millrace.processor.engine;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers what was stored in it, and fails when told to. */
final class RecordedSink implements CheckpointSink {

    private final List<ExtendedSequenceNumber> stored = new ArrayList<>();
    private final List<ExtendedSequenceNumber> announced = new ArrayList<>();
    private int failures;
    private Supplier<? extends RuntimeException> failure = IllegalStateException::new;

    /** From now on, so many calls fail. */
    synchronized void fail(int count, Supplier<? extends RuntimeException> with) {
        failures = count;
        failure = with;
    }

    synchronized List<ExtendedSequenceNumber> stored() {
        return List.copyOf(stored);
    }

    synchronized List<ExtendedSequenceNumber> announced() {
        return List.copyOf(announced);
    }

    synchronized ExtendedSequenceNumber last() {
        return stored.get(stored.size() - 1);
    }

    @Override
    public synchronized void store(ExtendedSequenceNumber place) {
        failIfAsked();
        stored.add(place);
    }

    @Override
    public synchronized void storePending(ExtendedSequenceNumber place, byte @Nullable [] state) {
        failIfAsked();
        announced.add(place);
    }

    private void failIfAsked() {
        if (failures > 0) {
            failures--;
            throw failure.get();
        }
    }
}
