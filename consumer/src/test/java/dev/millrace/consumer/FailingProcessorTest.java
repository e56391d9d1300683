package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.Recorder.Kind;
import dev.millrace.processor.FailurePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Processors that throw, and what the worker's policy makes of it. */
@ExtendWith(KinesisExtension.class)
class FailingProcessorTest {

    private final IllegalStateException failure = new IllegalStateException("thrown by the test");
    private final KinesisExtension.Kinesis kinesis;

    FailingProcessorTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void batchComesAgainFromItsCheckpointAndNothingIsSkipped() {
        TestStream stream = filled();
        AtomicInteger failures = new AtomicInteger();
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            if (failures.getAndIncrement() < 2) {
                // First inside the aggregate, then behind it.
                input.checkpointer().checkpoint(input.records().get(2));
                throw failure;
            }
        });
        try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
            worker.start();
            recorder.awaitCalls(Kind.RECORDS, 3);
            stream.put("key", "later");
            recorder.awaitCalls(Kind.RECORDS, 4);
        }
        assertThat(recorder.calls(Kind.RECORDS))
                .extracting(Recorder.Call::texts)
                .containsExactly(
                        List.of("a", "t0", "t1", "t2", "b", "c", "d"),
                        List.of("t2", "b", "c", "d"),
                        List.of("d"),
                        List.of("later"));
    }

    @Test
    void batchWithoutACheckpointComesAgainWhole() {
        TestStream stream = filled();
        AtomicInteger failures = new AtomicInteger();
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            if (failures.getAndIncrement() < 2) {
                throw failure;
            }
        });
        try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
            worker.start();
            recorder.awaitCalls(Kind.RECORDS, 3);
        }
        assertThat(recorder.calls(Kind.RECORDS))
                .extracting(Recorder.Call::texts)
                .containsOnly(List.of("a", "t0", "t1", "t2", "b", "c", "d"))
                .hasSize(3);
    }

    @Test
    void batchThatIsCheckpointedToItsEndIsDoneEvenIfTheProcessorThrows() {
        TestStream stream = filled();
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            input.checkpointer().checkpoint();
            throw failure;
        });
        try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
            worker.start();
            recorder.awaitCalls(Kind.RECORDS, 1);
            stream.put("key", "later");
            recorder.awaitCalls(Kind.RECORDS, 2);
        }
        assertThat(recorder.texts()).endsWith("later").doesNotHaveDuplicates();
    }

    @Test
    void initializeThatThrowsIsCalledAgain() {
        TestStream stream = filled();
        AtomicInteger failures = new AtomicInteger();
        Recorder recorder = new Recorder().onInitialize((shard, input) -> {
            if (failures.getAndIncrement() < 2) {
                throw failure;
            }
        });
        try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
            worker.start();
            recorder.awaitTexts(7);
        }
        assertThat(recorder.calls()).extracting(Recorder.Call::kind).startsWith(Kind.INITIALIZE, Kind.INITIALIZE);
        assertThat(recorder.calls(Kind.INITIALIZE)).hasSize(3);
    }

    /** Most processors make their last checkpoint there. */
    @Test
    void checkpointAtTheShutdownDoesNotPassOverABatchThatFailed(@TempDir Path folder) {
        TestStream stream = filled();
        Recorder failing = new Recorder()
                .onRecords((shard, input) -> {
                    throw failure;
                })
                .onShutdown((shard, input) -> input.checkpointer().checkpoint());
        try (SingleProcessWorker worker = Workers.builder(stream, failing)
                .checkpointFolder(folder)
                .maxAttempts(2)
                .build()) {
            worker.start();
            assertThat(Await.failure(worker.termination())).isSameAs(failure);
        }
        assertThat(failing.calls(Kind.SHUTDOWN_REQUESTED)).hasSize(1);
        Recorder next = new Recorder();
        try (SingleProcessWorker worker =
                Workers.builder(stream, next).checkpointFolder(folder).build()) {
            worker.start();
            next.awaitTexts(7);
        }
        assertThat(next.texts()).containsExactly("a", "t0", "t1", "t2", "b", "c", "d");
    }

    @Test
    void workerStopsByDefaultWhenEveryAttemptFailed() {
        TestStream stream = filled();
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            throw failure;
        });
        try (SingleProcessWorker worker =
                Workers.builder(stream, recorder).maxAttempts(3).build()) {
            worker.start();
            assertThat(Await.failure(worker.termination())).isSameAs(failure);
        }
        assertThat(recorder.calls(Kind.RECORDS)).hasSize(3);
        assertThat(recorder.calls(Kind.SHUTDOWN_REQUESTED)).hasSize(1);
    }

    @Test
    void stoppedShardHoldsUpNoOther() {
        TestStream stream = kinesis.stream(2);
        Shard bad = stream.openShards().get(0);
        Shard good = stream.openShards().get(1);
        stream.putInto(bad, "bad");
        stream.putInto(good, "good");
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            if (shard.equals(bad.shardId())) {
                throw failure;
            }
        });
        try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                .maxAttempts(2)
                .failurePolicy(FailurePolicy.stopShard())
                .build()) {
            worker.start();
            recorder.awaitCalls(Kind.SHUTDOWN_REQUESTED, 1);
            stream.putInto(bad, "bad later");
            stream.putInto(good, "good later");
            recorder.awaitTexts(4);
            assertThat(worker.termination()).isNotDone();
            assertThat(worker.close(Await.LIMIT)).isTrue();
            Await.result(worker.termination());
        }
        assertThat(recorder.texts()).containsExactlyInAnyOrder("bad", "bad", "good", "good later");
        assertThat(recorder.calls(Kind.SHUTDOWN_REQUESTED))
                .extracting(Recorder.Call::shardId)
                .containsExactly(bad.shardId(), good.shardId());
    }

    @Test
    void deadLettersAreWhatLiesBehindTheCheckpointAndTheShardGoesOn() {
        TestStream stream = filled();
        List<String> taken = new CopyOnWriteArrayList<>();
        AtomicBoolean failed = new AtomicBoolean();
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            if (failed.compareAndSet(false, true)) {
                input.checkpointer().checkpoint(input.records().get(1));
            }
            if (input.records().size() > 1) {
                throw failure;
            }
        });
        try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                .maxAttempts(2)
                .failurePolicy(FailurePolicy.deadLetter(letters ->
                        letters.records().stream().map(Recorder::text).forEach(taken::add)))
                .build()) {
            worker.start();
            Await.until("dead letters are taken", () -> taken.size() >= 5);
            stream.put("key", "later");
            Await.until("the shard goes on", () -> recorder.texts().contains("later"));
        }
        assertThat(taken).containsExactly("t1", "t2", "b", "c", "d");
    }

    @Test
    void takerOfDeadLettersThatThrowsStopsTheWorker() {
        TestStream stream = filled();
        IllegalArgumentException refusal = new IllegalArgumentException("not taken");
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            throw failure;
        });
        try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                .maxAttempts(1)
                .failurePolicy(FailurePolicy.deadLetter(records -> {
                    throw refusal;
                }))
                .build()) {
            worker.start();
            assertThat(Await.failure(worker.termination())).isSameAs(refusal).hasSuppressedException(failure);
        }
    }

    @Test
    void errorIsNotRepeatedAndStopsTheWorkerSoon() {
        TestStream stream = filled();
        AssertionError error = new AssertionError("thrown by the test");
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            throw error;
        });
        try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
            worker.start();
            assertThat(worker.termination()).failsWithin(Duration.ofSeconds(10));
            assertThat(Await.failure(worker.termination())).isSameAs(error);
        }
        assertThat(recorder.calls(Kind.RECORDS)).hasSize(1);
    }

    @Test
    void factoryThatThrowsStopsTheWorker() {
        TestStream stream = filled();
        try (SingleProcessWorker worker = SingleProcessWorker.builder(stream.client(), stream.name(), () -> {
                    throw failure;
                })
                .build()) {
            worker.start();
            assertThat(Await.failure(worker.termination())).isSameAs(failure);
        }
    }

    @Test
    void processorThatFailsWhileTheWorkerStopsIsNotCalledAgain() {
        TestStream stream = filled();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            Await.result(gate);
            throw failure;
        });
        SingleProcessWorker worker = Workers.builder(stream, recorder).build();
        try (worker) {
            worker.start();
            recorder.awaitCalls(Kind.RECORDS, 1);
            assertThat(worker.close(Duration.ofMillis(20))).isFalse();
            gate.complete(null);
            recorder.awaitCalls(Kind.SHUTDOWN_REQUESTED, 1);
            Await.result(worker.termination());
        }
        assertThat(recorder.calls(Kind.RECORDS)).hasSize(1);
    }

    /** One shard with {@code a}, an aggregate of three, {@code b}, {@code c} and {@code d}. */
    private TestStream filled() {
        TestStream stream = kinesis.stream(1);
        stream.put("key", "a");
        stream.putTogether("key", "t0", "t1", "t2");
        stream.put("key", "b", "c", "d");
        return stream;
    }
}
