package dev.millrace.processor.engine;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.CheckpointEvent;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.WorkerListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told. */
final class RecordedListener implements WorkerListener {

    private final List<CheckpointEvent> checkpoints = new CopyOnWriteArrayList<>();
    private final List<BatchEvent> batches = new CopyOnWriteArrayList<>();
    private final List<ReceivedRecord> corrupt = new CopyOnWriteArrayList<>();

    List<CheckpointEvent> checkpoints() {
        return checkpoints;
    }

    List<BatchEvent> batches() {
        return batches;
    }

    List<ReceivedRecord> corrupt() {
        return corrupt;
    }

    @Override
    public void checkpointEnded(CheckpointEvent event) {
        checkpoints.add(event);
    }

    @Override
    public void batchEnded(BatchEvent event) {
        batches.add(event);
    }

    @Override
    public void corruptRecord(String stream, String shardId, ReceivedRecord record) {
        corrupt.add(record);
    }
}
