package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.processor.StartPosition;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** How the library's scheduler ends: by itself, because it is closed, or before it has begun. */
@Timeout(120)
@ExtendWith(Services.Extension.class)
final class SchedulerEndTest {

    private static final String FIRST = "shardId-000000000000";
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    @Test
    void schedulerThatDiesEndsTheWorkerAndItsShards(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        AtomicBoolean deadly = new AtomicBoolean();
        Recorder recorder = new Recorder();
        KclWorkerBuilder builder = services.worker(stream, recorder).configure(configuration -> {
            Quick.configure(configuration);
            configuration.coordinator().shardPrioritization(shards -> {
                if (deadly.get()) {
                    throw new StackOverflowError("of a test");
                }
                return shards;
            });
        });
        try (KclWorker worker = builder.build()) {
            worker.start();
            Await.until("a record", () -> recorder.texts().contains("first"));
            deadly.set(true);
            assertThatThrownBy(() -> worker.termination().get(40, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
            assertThat(recorder.events()).endsWith("leaseLost " + FIRST);
            services.put(stream, "second");
            assertThat(Await.within(
                            Duration.ofSeconds(2), () -> recorder.texts().contains("second")))
                    .isFalse();
        }
    }

    @Test
    void closingLetsProcessorsFinishAndGivesTheLeasesBack(Services services) {
        String stream = services.newStream(2);
        services.put(stream, "first");
        Recorder recorder = new Recorder()
                .onRecords(input -> {})
                .onShutdown(input -> input.checkpointer().checkpoint());
        KclWorker worker = services.worker(stream, recorder).build();
        worker.start();
        Await.until("a record", () -> recorder.texts().contains("first"));
        assertThat(worker.close(ENOUGH)).isTrue();
        assertThat(worker.termination()).isCompleted();
        assertThat(recorder.events())
                .contains("shutdownRequested " + FIRST)
                .noneMatch(event -> event.startsWith("leaseLost"));
        assertThat(services.lease(stream, FIRST, "checkpoint")).matches("[0-9]+");
        assertThat(services.leases(stream)).noneMatch(lease -> lease.containsKey("leaseOwner"));
        assertThat(worker.close(ENOUGH)).as("again").isTrue();
        assertThatThrownBy(worker::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingWaitsNoLongerThanItMay(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        CountDownLatch end = new CountDownLatch(1);
        Recorder recorder = new Recorder().onRecords(input -> awaitUninterrupted(end));
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("a record", () -> recorder.texts().contains("first"));
            long begun = System.nanoTime();
            assertThat(worker.close(Duration.ofSeconds(1))).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            assertThat(worker.termination()).isCompleted();
            end.countDown();
            assertThat(worker.close(ENOUGH)).as("now that it has returned").isTrue();
        } finally {
            end.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch end) {
        boolean interrupted = false;
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void workerIsClosedWhileTheLibraryStarts(Services services) {
        FailingTables tables = new FailingTables(services.dynamoDb());
        KclWorker worker = onFailingTables(services, tables, 60_000, 20);
        worker.start();
        Await.until("the library begins to start", tables::fails);
        long begun = System.nanoTime();
        assertThat(worker.close(ENOUGH)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
        assertThat(worker.termination()).isCompleted();
    }

    @Test
    void libraryThatCannotStartEndsTheWorker(Services services) {
        FailingTables tables = new FailingTables(services.dynamoDb());
        try (KclWorker worker = onFailingTables(services, tables, 10, 2)) {
            worker.start();
            assertThatThrownBy(() -> worker.termination().get(40, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasStackTraceContaining("of a test");
        }
    }

    private static KclWorker onFailingTables(
            Services services, FailingTables tables, long backoffMillis, int attempts) {
        String stream = services.newStream(1);
        return KclWorker.builder(stream, services.kinesis(), tables.client(), new Recorder()).stream(
                        stream, StartPosition.trimHorizon())
                .configure(configuration -> {
                    Quick.configure(configuration);
                    tables.configure(configuration);
                    configuration
                            .coordinator()
                            .schedulerInitializationBackoffTimeMillis(backoffMillis)
                            .maxInitializationAttempts(attempts);
                })
                .build();
    }

    @Test
    void streamThatIsNotThereIsToldAtTheStart(Services services) {
        try (KclWorker worker = services.worker(services.newName(), StartPosition.latest(), new Recorder())
                .build()) {
            assertThatThrownBy(worker::start).isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    void workerThatWasNeverStartedIsClosed(Services services) {
        KclWorker worker = services.worker("never", new Recorder()).build();
        assertThat(worker.close(ENOUGH)).isTrue();
        assertThat(worker.termination()).isCompleted();
    }
}
