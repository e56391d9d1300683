package dev.millrace.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.child.legacy.CheckpointError;
import dev.millrace.processor.CheckpointException;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InvalidStateException;
import dev.millrace.processor.KinesisClientLibDependencyException;
import dev.millrace.processor.PreparedCheckpointer;
import dev.millrace.processor.ShutdownException;
import dev.millrace.processor.ThrottlingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints as a processor asks for them and as a daemon answers. */
class CheckpointsTest {

    private static final long LIMIT_SECONDS = 60;

    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws InterruptedException {
        others.shutdownNow();
        assertThat(others.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void everyFormOfTheContractIsARequest() throws Exception {
        RecordedProcessor processor = new RecordedProcessor(checkpointer -> {
            checkpointer.checkpoint();
            checkpointer.checkpoint("495");
            checkpointer.checkpoint("495", 3);
            PreparedCheckpointer prepared = checkpointer.prepareCheckpoint();
            assertThat(prepared.pendingCheckpoint()).isEqualTo(new ExtendedSequenceNumber("496", 1));
            prepared.checkpoint();
            checkpointer.prepareCheckpoint("495", 4).checkpoint();
        });
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("495/0", "496/1");
            daemon.serveCheckpoint();
            daemon.serveCheckpoint("495", 0, null);
            daemon.serveCheckpoint("495", 3, null);
            daemon.serveCheckpoint("496", 1, null);
            daemon.serveCheckpoint("495", 4, null);
            daemon.hearStatus("processRecords");
            daemon.end();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ShutdownException, dev.millrace.processor.ShutdownException",
        "InvalidStateException, dev.millrace.processor.InvalidStateException",
        "IllegalArgumentException, java.lang.IllegalArgumentException",
        "NullPointerException, dev.millrace.processor.InvalidStateException",
        "RuntimeException, dev.millrace.processor.InvalidStateException",
    })
    void refusalIsTheExceptionOfItsName(String error, String type) throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        RecordedProcessor processor = new RecordedProcessor(
                checkpointer -> thrown.add(catchThrowable(() -> checkpointer.checkpoint("7", 1))));
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/1");
            daemon.serveCheckpoint("7", 1, error);
            daemon.hearStatus("processRecords");
            daemon.end();
        }
        assertThat(thrown).singleElement().satisfies(refusal -> {
            assertThat(refusal.getClass().getName()).isEqualTo(type);
            assertThat(refusal).hasMessageContaining("error=" + error + " checkpoint=7/1");
            assertThat(refusal.getCause())
                    .isInstanceOfSatisfying(
                            CheckpointError.class,
                            cause -> assertThat(cause.value()).isEqualTo(error));
        });
    }

    @ParameterizedTest
    @CsvSource({"ThrottlingException", "KinesisClientLibDependencyException"})
    void refusalThatMayPassIsTriedAgain(String error) throws Exception {
        RecordedProcessor processor = new RecordedProcessor(Checkpointer::checkpoint);
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/1");
            assertThat(daemon.hear())
                    .isEqualTo("{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null}");
            daemon.say("{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":\""
                    + error + "\"}");
            daemon.serveCheckpoint();
            daemon.hearStatus("processRecords");
            daemon.end();
        }
    }

    @Test
    void refusalThatStaysIsThrownInTheEnd() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        RecordedProcessor processor =
                new RecordedProcessor(checkpointer -> thrown.add(catchThrowable(() -> checkpointer.checkpoint("7"))));
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            for (int i = 0; i < 5; i++) {
                daemon.serveCheckpoint("7", 0, i < 4 ? "KinesisClientLibDependencyException" : "ThrottlingException");
            }
            daemon.hearStatus("processRecords");
            daemon.end();
        }
        assertThat(thrown).singleElement().isInstanceOf(ThrottlingException.class);
    }

    @ParameterizedTest
    @CsvSource({"TRIM_HORIZON, 0", "SHARD_END, 0", "x, 0", "'', 0", "7, -1"})
    void placeThatIsNoRecordIsRefusedHere(String sequenceNumber, long subSequenceNumber) throws Exception {
        RecordedProcessor processor = new RecordedProcessor(checkpointer -> {
            assertThatThrownBy(() -> checkpointer.checkpoint(sequenceNumber, subSequenceNumber))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> checkpointer.prepareCheckpoint(sequenceNumber, subSequenceNumber))
                    .isInstanceOf(IllegalArgumentException.class);
        });
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            daemon.hearStatus("processRecords");
            daemon.end();
        }
    }

    @Test
    void announcementCannotHaveAState() throws Exception {
        RecordedProcessor processor = new RecordedProcessor(
                checkpointer -> assertThatThrownBy(() -> checkpointer.prepareCheckpoint(new byte[3]))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage("announced checkpoint with state: bytes=3 (the line protocol has none)"));
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            daemon.hearStatus("processRecords");
            daemon.end();
        }
    }

    @Test
    void otherThreadsMayAskWhileAnActionIsOpen() throws Exception {
        RecordedProcessor processor = new RecordedProcessor(checkpointer -> {
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                asked.add(others.submit(() -> checkpointer.checkpoint("7", 0)));
            }
            for (Future<?> one : asked) {
                one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        });
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            for (int i = 0; i < 4; i++) {
                daemon.serveCheckpoint("7", 0, null);
            }
            daemon.hearStatus("processRecords");
            daemon.end();
        }
    }

    /** An answer that is on its way when the processor returns is waited for: the status comes behind it. */
    @Test
    void actionIsNotDoneWhileAnotherThreadAsks() throws Exception {
        CompletableFuture<Void> mayReturn = new CompletableFuture<>();
        RecordedProcessor processor = new RecordedProcessor(checkpointer -> {
            Future<?> unused = others.submit(() -> checkpointer.checkpoint("7", 0));
            mayReturn.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        });
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            String request = daemon.hear();
            mayReturn.complete(null);
            daemon.say(String.valueOf(request).replace("}", ",\"error\":null}"));
            daemon.hearStatus("processRecords");
            daemon.end();
        }
    }

    /** Asked for when batch 7 was done, and answered when batch 8 has come: 8 is not processed yet. */
    @Test
    void askedBetweenActionsItMeansWhatWasDeliveredThen() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CompletableFuture<Checkpointer> kept = new CompletableFuture<>();
        CompletableFuture<Void> stored = new CompletableFuture<>();
        RecordedProcessor processor = new RecordedProcessor(checkpointer -> {
            if (!kept.complete(checkpointer)) {
                stored.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        });
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0", "7/5");
            daemon.hearStatus("processRecords");
            Thread asker = new Thread(() -> {
                asking.countDown();
                complete(stored, catchThrowable(kept.join()::checkpoint));
            });
            asker.start();
            asking.await();
            untilWaiting(asker);
            daemon.sayRecords("8/0");
            daemon.serveCheckpoint("7", 5, null);
            daemon.hearStatus("processRecords");
            daemon.end();
            asker.join();
        }
    }

    @Test
    void afterTheLeaseIsLostAndAtTheEndEverythingIsRefused() throws Exception {
        CompletableFuture<Checkpointer> kept = new CompletableFuture<>();
        RecordedProcessor processor = new RecordedProcessor(kept::complete);
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            daemon.hearStatus("processRecords");
            Future<?> waiting = others.submit(() -> kept.join().checkpoint());
            daemon.say("{\"action\":\"leaseLost\"}");
            daemon.hearStatus("leaseLost");
            assertThatThrownBy(() -> waiting.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ShutdownException.class);
            assertThatThrownBy(() -> kept.join().checkpoint("7")).isInstanceOf(ShutdownException.class);
            daemon.end();
        }
    }

    @Test
    void inputThatEndsRefusesWhoWaits() throws Exception {
        CompletableFuture<Checkpointer> kept = new CompletableFuture<>();
        RecordedProcessor processor = new RecordedProcessor(kept::complete);
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            daemon.hearStatus("processRecords");
            Future<?> waiting = others.submit(() -> kept.join().checkpoint());
            daemon.end();
            assertThatThrownBy(() -> waiting.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ShutdownException.class);
        }
    }

    @Test
    void threadThatIsInterruptedWaitsNoMore() throws Exception {
        CompletableFuture<Checkpointer> kept = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        RecordedProcessor processor = new RecordedProcessor(kept::complete);
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            daemon.hearStatus("processRecords");
            Thread asker = new Thread(() -> thrown.complete(catchThrowable(kept.join()::checkpoint)));
            asker.start();
            asker.interrupt();
            assertThat(thrown.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(KinesisClientLibDependencyException.class);
            daemon.end();
        }
    }

    @Test
    void answerThatIsNoneIsAnErrorAndEndsTheProcess() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        RecordedProcessor processor =
                new RecordedProcessor(checkpointer -> thrown.add(catchThrowable(checkpointer::checkpoint)));
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            assertThat(daemon.hear()).contains("checkpoint");
            daemon.say("{\"action\":\"shutdownRequested\"}");
            assertThat(daemon.failure())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("answer to a checkpoint is none: shutdownRequested");
        }
        assertThat(thrown).singleElement().isInstanceOf(InvalidStateException.class);
    }

    @Test
    void pipeThatEndsInsteadOfAnAnswerIsALostShard() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        RecordedProcessor processor =
                new RecordedProcessor(checkpointer -> thrown.add(catchThrowable(checkpointer::checkpoint)));
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            assertThat(daemon.hear()).contains("checkpoint");
            daemon.hangUp();
            daemon.hearStatus("processRecords");
        }
        assertThat(thrown)
                .singleElement()
                .isInstanceOf(CheckpointException.class)
                .isInstanceOf(ShutdownException.class);
    }

    private static void complete(CompletableFuture<Void> future, @Nullable Throwable thrown) {
        if (thrown == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(thrown);
        }
    }

    private static void untilWaiting(Thread thread) {
        long begun = System.nanoTime();
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(LIMIT_SECONDS));
            Thread.onSpinWait();
        }
    }
}
