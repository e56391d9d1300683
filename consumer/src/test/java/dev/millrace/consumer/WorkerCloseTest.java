package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.consumer.Recorder.Kind;
import dev.millrace.processor.ShutdownException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KinesisExtension.class)
class WorkerCloseTest {

    private final TestStream stream;
    private final Recorder recorder = new Recorder();

    WorkerCloseTest(KinesisExtension.Kinesis kinesis) {
        this.stream = kinesis.stream(3);
    }

    @Test
    void everyProcessorIsToldOnceAndASecondCloseDoesNothing() {
        SingleProcessWorker worker = Workers.builder(stream, recorder).build();
        try (worker) {
            worker.start();
            recorder.awaitCalls(Kind.INITIALIZE, 3);
            CompletableFuture<Void> termination = worker.termination();
            assertThat(termination).isNotDone();
            assertThat(worker.close(Await.LIMIT)).isTrue();
            Await.result(termination);
            assertToldOnce();
            assertThat(worker.close(Duration.ZERO)).isTrue();
        }
        assertToldOnce();
        assertThat(worker.termination()).isCompleted();
    }

    @Test
    void nothingIsDeliveredBehindTheClose() {
        SingleProcessWorker worker = Workers.builder(stream, recorder).build();
        worker.start();
        recorder.awaitCalls(Kind.INITIALIZE, 3);
        worker.close();
        int calls = recorder.calls().size();
        stream.put("key", "late");
        Await.laterMillis(50);
        assertThat(recorder.calls()).hasSize(calls);
    }

    @Test
    void batchThatIsInHandIsFinishedFirst() {
        stream.put("key", "slow");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        recorder.onRecords((shard, input) -> {
            Await.result(gate);
            input.checkpointer().checkpoint();
        });
        SingleProcessWorker worker = Workers.builder(stream, recorder).build();
        worker.start();
        recorder.awaitTexts(1);
        CompletableFuture<Boolean> close = CompletableFuture.supplyAsync(() -> worker.close(Await.LIMIT));
        recorder.awaitCalls(Kind.SHUTDOWN_REQUESTED, 2);
        assertThat(close).isNotDone();
        gate.complete(null);
        assertThat(Await.result(close)).isTrue();
        assertToldOnce();
    }

    @Test
    void processorThatDoesNotReturnIsReportedAndCanCheckpointNoMore() {
        stream.put("key", "stuck");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CompletableFuture<Void> late = new CompletableFuture<>();
        recorder.onRecords((shard, input) -> {
            Await.result(gate);
            try {
                input.checkpointer().checkpoint();
                late.complete(null);
            } catch (RuntimeException e) {
                late.completeExceptionally(e);
            }
        });
        SingleProcessWorker worker = Workers.builder(stream, recorder).build();
        worker.start();
        recorder.awaitTexts(1);
        assertThat(worker.close(Duration.ofMillis(50))).isFalse();
        assertThat(worker.termination()).isCompleted();
        gate.complete(null);
        assertThat(Await.failure(late)).isInstanceOf(ShutdownException.class);
    }

    @Test
    void shutdownRequestedThatThrowsDoesNotHoldUpTheClose() {
        recorder.onShutdown((shard, input) -> {
            throw new IllegalStateException("thrown by the test");
        });
        SingleProcessWorker worker = Workers.builder(stream, recorder).build();
        worker.start();
        recorder.awaitCalls(Kind.INITIALIZE, 3);
        assertThat(worker.close(Await.LIMIT)).isTrue();
        Await.result(worker.termination());
    }

    /** It would wait for itself. */
    @Test
    void processorMayCloseItsWorker() {
        stream.put("key", "last");
        CompletableFuture<SingleProcessWorker> own = new CompletableFuture<>();
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        recorder.onRecords((shard, input) -> {
            input.checkpointer().checkpoint();
            answer.complete(Await.result(own).close(Await.LIMIT));
        });
        SingleProcessWorker worker = Workers.builder(stream, recorder).build();
        worker.start();
        own.complete(worker);
        assertThat(Await.result(answer)).isFalse();
        Await.result(worker.termination());
        assertToldOnce();
    }

    /** Else a failing processor would hold up the end for as long as its pause lasts. */
    @Test
    void pauseBeforeARepetitionEndsWithTheClose() {
        stream.put("key", "bad");
        recorder.onRecords((shard, input) -> {
            throw new IllegalStateException("thrown by the test");
        });
        SingleProcessWorker worker = Workers.builder(stream, recorder).build();
        worker.start();
        recorder.awaitCalls(Kind.RECORDS, 5);
        assertThat(worker.close(Duration.ofMillis(700))).isTrue();
        assertToldOnce();
    }

    @Test
    void startingTwiceIsStartingOnce(@TempDir Path folder) {
        stream.put("key", "a");
        try (SingleProcessWorker worker =
                Workers.builder(stream, recorder).checkpointFolder(folder).build()) {
            worker.start();
            worker.start();
            recorder.awaitTexts(1);
            recorder.awaitCalls(Kind.INITIALIZE, 3);
        }
        assertThat(recorder.calls(Kind.INITIALIZE)).hasSize(3);
        assertThat(recorder.texts()).containsExactly("a");
    }

    @Test
    void closedWorkerCannotBeStartedAgain() {
        SingleProcessWorker worker = Workers.builder(stream, recorder).build();
        assertThat(worker.close(Duration.ZERO)).isTrue();
        Await.result(worker.termination());
        assertThatIllegalStateException()
                .isThrownBy(worker::start)
                .withMessage("the worker was closed: make a new one");
    }

    @Test
    void callersCannotCompleteTheTermination() {
        try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
            worker.start();
            worker.termination().complete(null);
            assertThat(worker.termination()).isNotDone();
        }
    }

    private void assertToldOnce() {
        assertThat(recorder.calls(Kind.SHUTDOWN_REQUESTED))
                .extracting(Recorder.Call::shardId)
                .hasSize(3)
                .doesNotHaveDuplicates();
    }
}
