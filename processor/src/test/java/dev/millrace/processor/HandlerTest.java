package dev.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Processors that are a lambda. */
class HandlerTest {

    private final List<ReceivedRecord> records = List.of(record("1"), record("2"), record("3"));
    private final List<String> told = new ArrayList<>();

    private final Checkpointer checkpointer = new Checkpointer() {
        @Override
        public void checkpoint() {
            told.add("checkpoint");
        }

        @Override
        public void checkpoint(String sequenceNumber, long subSequenceNumber) {
            told.add("checkpoint " + sequenceNumber);
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
    };

    @Test
    void everyRecordIsHandedOverAndThenCheckpointed() throws Exception {
        process(RecordProcessorFactory.forEachRecord(record -> told.add(record.sequenceNumber())));
        assertThat(told).containsExactly("1", "2", "3", "checkpoint");
    }

    @Test
    void everyBatchIsHandedOverAndThenCheckpointed() throws Exception {
        process(RecordProcessorFactory.forEachBatch(batch -> told.add("batch of " + batch.size())));
        assertThat(told).containsExactly("batch of 3", "checkpoint");
    }

    @Test
    void whatWasHandledBeforeAFailureIsCheckpointed() {
        IllegalStateException failure = new IllegalStateException("by the test");
        assertThatThrownBy(() -> process(RecordProcessorFactory.forEachRecord(record -> {
                    told.add(record.sequenceNumber());
                    if (record.sequenceNumber().equals("3")) {
                        throw failure;
                    }
                })))
                .isSameAs(failure);
        assertThat(told).containsExactly("1", "2", "3", "checkpoint 2");
    }

    @Test
    void failureAtTheFirstRecordCheckpointsNothing() {
        assertThatThrownBy(() -> process(RecordProcessorFactory.forEachRecord(record -> {
                    throw new IllegalStateException("by the test");
                })))
                .isInstanceOf(IllegalStateException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void failedBatchIsNotCheckpointed() {
        assertThatThrownBy(() -> process(RecordProcessorFactory.forEachBatch(batch -> {
                    throw new java.io.IOException("by the test");
                })))
                .isInstanceOf(java.io.IOException.class);
        assertThat(told).isEmpty();
    }

    private void process(RecordProcessorFactory factory) throws Exception {
        factory.create().processRecords(new ProcessRecordsInput(records, 0, checkpointer));
    }

    private static ReceivedRecord record(String sequenceNumber) {
        return new KinesisRecord(sequenceNumber, "key", Instant.EPOCH, ByteBuffer.allocate(1))
                .open()
                .get(0);
    }
}
