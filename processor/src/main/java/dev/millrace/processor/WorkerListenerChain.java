package dev.millrace.processor;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners. What one of them throws is logged and goes no further. */
final class WorkerListenerChain implements WorkerListener {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerListener.class);

    private final List<WorkerListener> listeners;

    WorkerListenerChain(List<? extends WorkerListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void shardStarted(String stream, String shardId, ExtendedSequenceNumber checkpoint) {
        tell(listener -> listener.shardStarted(stream, shardId, checkpoint));
    }

    @Override
    public void readEnded(ReadEvent event) {
        tell(listener -> listener.readEnded(event));
    }

    @Override
    public void batchEnded(BatchEvent event) {
        tell(listener -> listener.batchEnded(event));
    }

    @Override
    public void checkpointEnded(CheckpointEvent event) {
        tell(listener -> listener.checkpointEnded(event));
    }

    @Override
    public void corruptRecord(String stream, String shardId, ReceivedRecord record) {
        tell(listener -> listener.corruptRecord(stream, shardId, record));
    }

    @Override
    public void shardStopped(String stream, String shardId, StopReason reason) {
        tell(listener -> listener.shardStopped(stream, shardId, reason));
    }

    private void tell(Consumer<WorkerListener> event) {
        for (WorkerListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("a listener failed: listener={}", listener.getClass().getName(), e);
            }
        }
    }
}
