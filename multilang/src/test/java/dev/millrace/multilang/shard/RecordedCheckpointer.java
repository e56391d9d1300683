package dev.millrace.multilang.shard;

import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.PreparedCheckpointer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes checkpoints, and throws or lets go of the shard when a test says so. */
final class RecordedCheckpointer implements Checkpointer {

    private final List<String> places = new ArrayList<>();

    @Nullable
    volatile RuntimeException failure;

    volatile boolean held = true;

    synchronized List<String> places() {
        return List.copyOf(places);
    }

    @Override
    public boolean isShardHeld() {
        return held;
    }

    @Override
    public void checkpoint() {
        throw new UnsupportedOperationException("places are always named");
    }

    @Override
    public synchronized void checkpoint(String sequenceNumber, long subSequenceNumber) {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        places.add(sequenceNumber + "/" + subSequenceNumber);
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(byte @Nullable [] state) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(
            String sequenceNumber, long subSequenceNumber, byte @Nullable [] state) {
        throw new UnsupportedOperationException();
    }
}
