package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.ShutdownException;
import dev.millrace.processor.StopReason;
import dev.millrace.processor.WorkerListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;

/** Processors that fail for good, and shards that are lost meanwhile. */
@Timeout(120)
@ExtendWith(Services.Extension.class)
final class FailingShardTest {

    private static final String FIRST = "shardId-000000000000";
    private static final Duration WHILE = Duration.ofSeconds(3);

    @Test
    void workerStopsWithTheProcessorsException(Services services) throws Exception {
        String stream = services.newStream(1);
        services.put(stream, "bad");
        Recorder recorder = failing(new IllegalStateException("bad record"));
        try (KclWorker worker = services.worker(stream, recorder).maxAttempts(2).build()) {
            worker.start();
            assertStopped(worker, IllegalStateException.class);
            assertThat(recorder.texts()).containsExactly("bad", "bad");
            assertThat(recorder.events()).endsWith("shutdownRequested " + FIRST);
        }
        assertThat(services.lease(stream, FIRST, "checkpoint")).isEqualTo("TRIM_HORIZON");
    }

    @Test
    void errorStopsTheWorkerAndLosesNothing(Services services) throws Exception {
        String stream = services.newStream(1);
        services.put(stream, "bad");
        // A checkpoint of all that was delivered, made too late, is not to pass over the batch.
        Recorder recorder = failing(new OutOfMemoryError("of a test"))
                .onShutdown(input -> input.checkpointer().checkpoint());
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            assertStopped(worker, OutOfMemoryError.class);
        }
        assertThat(services.lease(stream, FIRST, "checkpoint")).isEqualTo("TRIM_HORIZON");
        Recorder next = new Recorder();
        try (KclWorker worker = services.worker(stream, next).build()) {
            worker.start();
            Await.until("the record, again", () -> next.texts().contains("bad"));
        }
    }

    @Test
    void errorBeforeTheProcessorStopsTheWorkerAndLosesNothing(Services services) throws Exception {
        String stream = services.newStream(1);
        services.put(stream, Aggregates.withBadTableIndex(), "0");
        AtomicInteger errors = new AtomicInteger();
        Recorder recorder = new Recorder();
        KclWorkerBuilder builder = services.worker(stream, recorder).configure(configuration -> {
            Quick.configure(configuration);
            // Time for the next batch, before the library's scheduler sees the error.
            configuration.coordinator().shardConsumerDispatchPollIntervalMillis(2_000);
            configuration.lifecycle().aggregatorUtil(new LosslessAggregatorUtil(kept -> {
                errors.incrementAndGet();
                throw new OutOfMemoryError("of a test");
            }));
        });
        try (KclWorker worker = builder.build()) {
            worker.start();
            Await.until("the error", () -> errors.get() > 0);
            services.put(stream, "behind it");
            assertStopped(worker, OutOfMemoryError.class);
        }
        assertThat(recorder.texts()).isEmpty();
        assertThat(services.lease(stream, FIRST, "checkpoint")).isEqualTo("TRIM_HORIZON");
    }

    @Test
    void workerWhoseProcessorsCannotBeMadeStops(Services services) throws Exception {
        String stream = services.newStream(1);
        KclWorkerBuilder builder = services.worker(stream, () -> {
            throw new IllegalStateException("no processor");
        });
        try (KclWorker worker = builder.build()) {
            worker.start();
            assertStopped(worker, IllegalStateException.class);
        }
    }

    private static Recorder failing(Throwable failure) {
        return new Recorder().onRecords(input -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        });
    }

    private static void assertStopped(KclWorker worker, Class<? extends Throwable> cause) throws Exception {
        CompletableFuture<Void> termination = worker.termination();
        assertThatThrownBy(() -> termination.get(40, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(cause);
    }

    @Test
    void parkedShardKeepsItsLeaseAndTheOthersGoOn(Services services) {
        String stream = services.newStream(2);
        services.put(stream, "bad");
        List<StopReason> reasons = new CopyOnWriteArrayList<>();
        Recorder recorder = failingAtBad();
        KclWorkerBuilder builder = services.worker(stream, recorder)
                .failurePolicy(FailurePolicy.stopShard())
                .maxAttempts(1)
                .listener(new WorkerListener() {
                    @Override
                    public void shardStopped(String stream, String shardId, StopReason reason) {
                        reasons.add(reason);
                    }
                });
        try (KclWorker worker = builder.build()) {
            worker.start();
            Await.until("the shard stops", () -> reasons.contains(StopReason.FAILURE));
            services.put(stream, "behind it");
            services.put(stream, StandardCharsets.UTF_8.encode("elsewhere"), Aggregates.UPPER);
            Await.until("the other shard", () -> recorder.texts().contains("elsewhere"));
            assertThat(Await.within(WHILE, () -> recorder.texts().contains("behind it")))
                    .isFalse();
            assertThat(services.lease(stream, FIRST, "leaseOwner")).isNotNull();
            assertThat(worker.close(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(reasons).containsExactly(StopReason.FAILURE, StopReason.SHUTDOWN);
        assertThat(services.lease(stream, FIRST, "checkpoint")).isEqualTo("TRIM_HORIZON");
    }

    @Test
    void releasedShardGoesToAnotherWorker(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "bad");
        Recorder failing = failingAtBad();
        Recorder good = new Recorder();
        KclWorkerBuilder first = services.worker(stream, failing)
                .failurePolicy(FailurePolicy.stopShard())
                .stoppedShards(StoppedShards.RELEASE)
                .maxAttempts(1);
        try (KclWorker worker = first.build();
                KclWorker other = services.worker(stream, good).build()) {
            worker.start();
            Await.until("the shard stops", () -> failing.saw("leaseLost " + FIRST));
            other.start();
            Await.until("the record", () -> good.texts().contains("bad"));
            assertThat(failing.texts()).containsExactly("bad");
        }
    }

    private static Recorder failingAtBad() {
        return new Recorder().onRecords(input -> {
            if (Recorder.text(input.records().get(0)).equals("bad")) {
                throw new IllegalStateException("bad record");
            }
        });
    }

    @Test
    void repetitionEndsWhenTheLeaseIsLost(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "bad");
        AtomicInteger refused = new AtomicInteger();
        Recorder recorder = new Recorder().onRecords(input -> {
            try {
                input.checkpointer().checkpoint("1");
            } catch (ShutdownException e) {
                refused.incrementAndGet();
            }
            throw new IllegalStateException("bad record");
        });
        try (KclWorker worker =
                services.worker(stream, recorder).maxAttempts(1_000).build()) {
            worker.start();
            Await.until("repetition", () -> recorder.texts().size() > 2);
            take(services, stream);
            Await.until("the loss is told", () -> recorder.saw("leaseLost " + FIRST));
            assertThat(recorder.texts()).containsOnly("bad");
            assertThat(worker.termination()).isNotDone();
        }
    }

    /** As another worker does it. */
    private static void take(Services services, String table) {
        services.dynamoDb()
                .updateItem(request -> request.tableName(table)
                        .key(Map.of("leaseKey", AttributeValue.fromS(FIRST)))
                        .attributeUpdates(Map.of(
                                "leaseOwner",
                                AttributeValueUpdate.builder()
                                        .value(AttributeValue.fromS("somebody"))
                                        .action(AttributeAction.PUT)
                                        .build(),
                                "leaseCounter",
                                AttributeValueUpdate.builder()
                                        .value(AttributeValue.fromN("1"))
                                        .action(AttributeAction.ADD)
                                        .build())))
                .join();
    }

    @Test
    void repetitionEndsWhenTheWorkerIsClosed(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "bad");
        Recorder recorder = failing(new IllegalStateException("bad record"));
        try (KclWorker worker =
                services.worker(stream, recorder).maxAttempts(1_000).build()) {
            worker.start();
            Await.until("repetition", () -> recorder.texts().size() > 2);
            services.put(stream, "behind it");
            assertThat(worker.close(Duration.ofSeconds(20))).isTrue();
            assertThat(worker.termination()).isCompleted();
        }
        assertThat(recorder.texts()).containsOnly("bad");
        assertThat(recorder.events()).endsWith("shutdownRequested " + FIRST);
    }

    @Test
    void processorThatCannotBeginIsTriedAgain(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        AtomicInteger calls = new AtomicInteger();
        Recorder recorder = new Recorder().onInitialize(input -> {
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
        });
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("a record", () -> recorder.texts().contains("first"));
            assertThat(calls).hasValue(3);
        }
    }
}
