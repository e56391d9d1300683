package dev.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The defaults of the interfaces, and the values that are handed over. */
class ContractTest {

    private static final List<ReceivedRecord> RECORDS =
            new KinesisRecord("17", "key", Instant.EPOCH, ByteBuffer.allocate(3)).open();

    private static final PreparedCheckpointer NOTHING = new PreparedCheckpointer() {
        @Override
        public ExtendedSequenceNumber pendingCheckpoint() {
            return ExtendedSequenceNumber.TRIM_HORIZON;
        }

        @Override
        public void checkpoint() {}
    };

    private final List<String> checkpoints = new ArrayList<>();

    /** Remembers what the abstract methods were told. */
    private final Checkpointer checkpointer = new Checkpointer() {
        @Override
        public PreparedCheckpointer prepareCheckpoint(byte @Nullable [] state) {
            checkpoints.add("prepare everything" + text(state));
            return NOTHING;
        }

        @Override
        public PreparedCheckpointer prepareCheckpoint(
                String sequenceNumber, long subSequenceNumber, byte @Nullable [] state) {
            checkpoints.add("prepare " + sequenceNumber + "/" + subSequenceNumber + text(state));
            return NOTHING;
        }

        private String text(byte @Nullable [] state) {
            return state == null ? "" : " " + state.length;
        }

        @Override
        public void checkpoint() {
            checkpoints.add("everything");
        }

        @Override
        public void checkpoint(String sequenceNumber, long subSequenceNumber) {
            checkpoints.add(sequenceNumber + "/" + subSequenceNumber);
        }
    };

    @Test
    void shortFormsOfCheckpointNameTheSamePlace() {
        checkpointer.checkpoint(RECORDS.get(0));
        checkpointer.checkpoint("18");
        assertThat(checkpoints).containsExactly("17/0", "18/0");
    }

    @Test
    void shortFormsOfAnnouncementsNameTheSamePlace() {
        byte[] state = new byte[3];
        checkpointer.prepareCheckpoint();
        checkpointer.prepareCheckpoint(RECORDS.get(0));
        checkpointer.prepareCheckpoint(RECORDS.get(0), state);
        checkpointer.prepareCheckpoint("18");
        checkpointer.prepareCheckpoint("18", state);
        checkpointer.prepareCheckpoint("18", 2);
        assertThat(checkpoints)
                .containsExactly(
                        "prepare everything",
                        "prepare 17/0",
                        "prepare 17/0 3",
                        "prepare 18/0",
                        "prepare 18/0 3",
                        "prepare 18/2");
    }

    @Test
    void stateOfAnAnnouncementIsACopy() {
        byte[] state = {1, 2};
        PendingCheckpoint pending = new PendingCheckpoint(ExtendedSequenceNumber.of("17"), state);
        state[0] = 9;
        byte[] given = pending.state();
        assertThat(given).isNotNull().containsExactly(1, 2);
        Objects.requireNonNull(given)[0] = 9;
        assertThat(pending)
                .isEqualTo(new PendingCheckpoint(ExtendedSequenceNumber.of("17"), new byte[] {1, 2}))
                .hasSameHashCodeAs(new PendingCheckpoint(ExtendedSequenceNumber.of("17"), new byte[] {1, 2}))
                .isNotEqualTo(new PendingCheckpoint(ExtendedSequenceNumber.of("17"), null))
                .hasToString("PendingCheckpoint[place=17/0 stateBytes=2]");
    }

    @Test
    void processorNeedsOneMethodOnly() {
        RecordProcessor processor = input -> {};
        assertThatCode(() -> {
                    processor.initialize(
                            new InitializationInput("words", "shard", ExtendedSequenceNumber.TRIM_HORIZON, null));
                    processor.processRecords(new ProcessRecordsInput(RECORDS, 0, checkpointer));
                    processor.leaseLost();
                    processor.shardEnded(new ShardEndedInput(checkpointer));
                    processor.shutdownRequested(new ShutdownRequestedInput(checkpointer));
                })
                .doesNotThrowAnyException();
        assertThat(checkpoints).as("nothing is checkpointed by itself").isEmpty();
    }

    @Test
    void batchIsACopy() {
        List<ReceivedRecord> records = new ArrayList<>(RECORDS);
        ProcessRecordsInput input = new ProcessRecordsInput(records, 5, checkpointer);
        records.clear();
        assertThat(input.records()).hasSize(1);
        assertThatThrownBy(() -> input.records().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(input.millisBehindLatest()).isEqualTo(5);
    }

    @Test
    void workerWaitsHalfAMinuteWhenItIsClosed() {
        List<Duration> timeouts = new ArrayList<>();
        Worker worker = new Worker() {
            @Override
            public void start() {}

            @Override
            public CompletableFuture<Void> termination() {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public boolean close(Duration timeout) {
                return timeouts.add(timeout);
            }
        };
        worker.close();
        assertThat(timeouts).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void startPositionsAreValues() {
        assertThat(StartPosition.trimHorizon()).isEqualTo(StartPosition.trimHorizon());
        assertThat(StartPosition.latest()).isEqualTo(StartPosition.latest()).isNotEqualTo(StartPosition.trimHorizon());
        assertThat(StartPosition.atTimestamp(Instant.EPOCH)).isEqualTo(StartPosition.atTimestamp(Instant.EPOCH));
    }

    @Test
    void factoryIsAFunction() throws Exception {
        RecordProcessorFactory factory = () -> input -> input.checkpointer().checkpoint();
        factory.create().processRecords(new ProcessRecordsInput(RECORDS, 0, checkpointer));
        assertThat(checkpoints).containsExactly("everything");
    }
}
