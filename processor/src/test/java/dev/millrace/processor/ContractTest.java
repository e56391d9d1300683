package dev.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The defaults of the interfaces, and the values that are handed over. */
class ContractTest {

    private static final List<ReceivedRecord> RECORDS =
            new KinesisRecord("17", "key", Instant.EPOCH, ByteBuffer.allocate(3)).open();

    private final List<String> checkpoints = new ArrayList<>();

    /** Remembers what the two abstract methods were told. */
    private final Checkpointer checkpointer = new Checkpointer() {
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
    void processorNeedsOneMethodOnly() {
        RecordProcessor processor = input -> {};
        assertThatCode(() -> {
                    processor.initialize(
                            new InitializationInput("words", "shard", ExtendedSequenceNumber.TRIM_HORIZON));
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
