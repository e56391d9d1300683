package dev.millrace.processor;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A checkpoint that was announced with {@link Checkpointer#prepareCheckpoint} and not made yet. Immutable. */
public final class PendingCheckpoint {

    private final ExtendedSequenceNumber place;
    private final byte @Nullable [] state;

    public PendingCheckpoint(ExtendedSequenceNumber place, byte @Nullable [] state) {
        this.place = Objects.requireNonNull(place, "place");
        this.state = state == null ? null : state.clone();
    }

    /** The place that was to be checkpointed. */
    public ExtendedSequenceNumber place() {
        return place;
    }

    /** A copy of what was stored with it, or null if nothing was. */
    public byte @Nullable [] state() {
        return state == null ? null : state.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PendingCheckpoint that && place.equals(that.place) && Arrays.equals(state, that.state);
    }

    @Override
    public int hashCode() {
        return 31 * place.hashCode() + Arrays.hashCode(state);
    }

    @Override
    public String toString() {
        return "PendingCheckpoint[place=" + place + " stateBytes=" + (state == null ? "none" : state.length) + "]";
    }
}
