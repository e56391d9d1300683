package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.CheckpointEvent;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.PendingCheckpoint;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.WorkerListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is stored of a shard, and what the next worker makes of it. */
@Timeout(120)
@ExtendWith(Services.Extension.class)
final class CheckpointTest {

    private static final String FIRST = "shardId-000000000000";
    private static final byte[] STATE = {1, 2, 3};

    @Test
    void readingGoesOnInsideAnAggregate(Services services) {
        String stream = services.newStream(1);
        services.put(stream, Aggregates.of("a@0", "b@0", "c@0"), "0");
        Recorder first = new Recorder()
                .onRecords(
                        input -> input.checkpointer().checkpoint(input.records().get(1)));
        run(services, stream, first, () -> stored(services, stream, "checkpoint"));
        assertThat(first.texts()).containsExactly("a", "b", "c");
        Recorder second = new Recorder();
        run(services, stream, second, () -> !second.texts().isEmpty());
        assertThat(second.texts()).containsExactly("c");
    }

    @Test
    void checkpointsAreMadeByAnyThreadAtAnyTime(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        CompletableFuture<Checkpointer> checkpointer = new CompletableFuture<>();
        CompletableFuture<ReceivedRecord> record = new CompletableFuture<>();
        List<CheckpointEvent> events = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder().onRecords(input -> {
            record.complete(input.records().get(0));
            checkpointer.complete(input.checkpointer());
        });
        KclWorkerBuilder builder = services.worker(stream, recorder).listener(new WorkerListener() {
            @Override
            public void checkpointEnded(CheckpointEvent event) {
                events.add(event);
            }
        });
        try (KclWorker worker = builder.build()) {
            worker.start();
            Await.until("a record", checkpointer::isDone);
            checkpointer.join().checkpoint(record.join());
            assertThat(services.lease(stream, FIRST, "checkpoint"))
                    .isEqualTo(record.join().sequenceNumber());
            assertThat(events).hasSize(1).allMatch(event -> event.failure() == null);
        }
    }

    @Test
    void announcedCheckpointReachesTheNextWorkerWithItsState(Services services) {
        String stream = services.newStream(1);
        services.put(stream, Aggregates.of("a@0", "b@0"), "0");
        Recorder first = new Recorder().onRecords(input -> input.checkpointer().prepareCheckpoint(STATE));
        run(services, stream, first, () -> stored(services, stream, "pendingCheckpoint"));
        AtomicReference<InitializationInput> begun = new AtomicReference<>();
        Recorder second = new Recorder().onInitialize(begun::set);
        run(services, stream, second, () -> second.texts().size() == 2);
        String sequenceNumber = String.valueOf(services.lease(stream, FIRST, "checkpoint"));
        assertThat(begun.get())
                .isEqualTo(new InitializationInput(
                        stream,
                        FIRST,
                        ExtendedSequenceNumber.TRIM_HORIZON,
                        new PendingCheckpoint(new ExtendedSequenceNumber(sequenceNumber, 1), STATE)));
        assertThat(services.lease(stream, FIRST, "pendingCheckpoint"))
                .as("forgotten with the checkpoint")
                .isNull();
    }

    @Test
    void announcementAtTheLastCheckpointIsStoredAndForgottenToo(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        List<String> pending = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder().onRecords(input -> {
            input.checkpointer().checkpoint();
            input.checkpointer().prepareCheckpoint(STATE);
            pending.add(String.valueOf(services.lease(stream, FIRST, "pendingCheckpoint")));
            input.checkpointer().checkpoint();
            pending.add(String.valueOf(services.lease(stream, FIRST, "pendingCheckpoint")));
        });
        run(services, stream, recorder, () -> pending.size() == 2);
        assertThat(pending).containsExactly(services.lease(stream, FIRST, "checkpoint"), "null");
    }

    private static boolean stored(Services services, String stream, String attribute) {
        return String.valueOf(services.lease(stream, FIRST, attribute)).matches("[0-9]+");
    }

    private static void run(Services services, String stream, Recorder recorder, BooleanSupplier until) {
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("what the test waits for", until);
        }
    }
}
