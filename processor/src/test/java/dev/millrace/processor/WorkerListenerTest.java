package dev.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerListenerTest {

    private final List<String> told = new ArrayList<>();

    /** Notes the kind of each event. */
    private final WorkerListener notes = new WorkerListener() {
        @Override
        public void shardStarted(String stream, String shardId, ExtendedSequenceNumber checkpoint) {
            told.add("started");
        }

        @Override
        public void readEnded(ReadEvent event) {
            told.add("read");
        }

        @Override
        public void batchEnded(BatchEvent event) {
            told.add("batch");
        }

        @Override
        public void checkpointEnded(CheckpointEvent event) {
            told.add("checkpoint");
        }

        @Override
        public void corruptRecord(String stream, String shardId, ReceivedRecord record) {
            told.add("corrupt");
        }

        @Override
        public void shardStopped(String stream, String shardId, StopReason reason) {
            told.add("stopped");
        }
    };

    @Test
    void everyEventReachesEveryListener() {
        tellAll(WorkerListener.all(List.of(notes, notes)));
        assertThat(told)
                .containsExactly(
                        "started",
                        "started",
                        "read",
                        "read",
                        "batch",
                        "batch",
                        "checkpoint",
                        "checkpoint",
                        "corrupt",
                        "corrupt",
                        "stopped",
                        "stopped");
    }

    @Test
    void whatOneThrowsDoesNotKeepTheOthersFromBeingTold() {
        WorkerListener failing = new WorkerListener() {
            @Override
            public void shardStopped(String stream, String shardId, StopReason reason) {
                throw new IllegalStateException("by the test");
            }
        };
        WorkerListener.all(List.of(failing, notes)).shardStopped("words", "shard", StopReason.SHUTDOWN);
        assertThat(told).containsExactly("stopped");
    }

    @Test
    void nothingNeedBeImplemented() {
        tellAll(WorkerListener.NONE);
        assertThat(told).isEmpty();
    }

    private static void tellAll(WorkerListener listener) {
        ReceivedRecord record = new KinesisRecord("1", "key", Instant.EPOCH, ByteBuffer.allocate(1))
                .open()
                .get(0);
        listener.shardStarted("words", "shard", ExtendedSequenceNumber.TRIM_HORIZON);
        listener.readEnded(new ReadEvent("words", "shard", 1, 1, 0, Duration.ZERO, null));
        listener.batchEnded(new BatchEvent("words", "shard", 1, 1, 0, Duration.ZERO, null));
        listener.checkpointEnded(
                new CheckpointEvent("words", "shard", ExtendedSequenceNumber.of("1"), false, Duration.ZERO, null));
        listener.corruptRecord("words", "shard", record);
        listener.shardStopped("words", "shard", StopReason.SHUTDOWN);
    }
}
