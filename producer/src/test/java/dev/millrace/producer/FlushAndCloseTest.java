package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.producer.Attempt.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KinesisExtension.class)
class FlushAndCloseTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final TestStream stream;
    private final FaultyKinesis faulty;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    FlushAndCloseTest(KinesisExtension.Kinesis kinesis) {
        this.stream = kinesis.stream(2);
        this.faulty = new FaultyKinesis(kinesis.client());
    }

    @Test
    void flushMeansThatEveryRecordIsAnswered() {
        try (Producer producer = producer()) {
            for (int round = 0; round < 20; round++) {
                List<CompletableFuture<PutResult>> futures = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    futures.add(producer.put(stream.name(), "key-" + i, Texts.bytes(round + "-" + i)));
                }
                assertThat(futures).noneMatch(CompletableFuture::isDone);
                assertThat(producer.flush()).isEqualTo(new Outstanding(0, 0));
                assertThat(futures).allMatch(CompletableFuture::isDone);
            }
            assertThat(stream.contents().counts()).hasSize(1_000);
        }
    }

    @Test
    void flushOfNothingReturnsAtOnce() {
        try (Producer producer = producer()) {
            assertThat(producer.flush(Duration.ZERO)).isEqualTo(new Outstanding(0, 0));
        }
    }

    @Test
    void flushThatRunsOutOfTimeTellsWhatIsLeft() {
        holdAnswers();
        try (Producer producer = producer()) {
            Puts puts = new Puts(producer, stream).some("held", 10);
            Outstanding left = producer.flush(SHORT);
            assertThat(left.userRecords()).isEqualTo(10);
            assertThat(left.bytes()).isGreaterThanOrEqualTo(10 * 160);
            assertThat(left).isEqualTo(producer.outstanding());
            assertThat(left.isEmpty()).isFalse();

            gate.complete(null);
            assertThat(producer.flush().isEmpty()).isTrue();
            puts.results();
        }
    }

    @Test
    void flushDoesNotWaitForWhatIsPutMeanwhile() {
        try (Producer producer = producer()) {
            new Puts(producer, stream).some("before", 10);
            CompletableFuture<Void> firstAnswer =
                    producer.put(stream.name(), "key", Texts.bytes("first")).thenAccept(result -> holdAnswers());
            assertThat(producer.flush()).isEqualTo(new Outstanding(0, 0));
            Await.result(firstAnswer);
            CompletableFuture<PutResult> behind = producer.put(stream.name(), "key", Texts.bytes("behind"));
            assertThat(producer.flush(SHORT).userRecords()).isEqualTo(1);
            assertThat(behind).isNotDone();
            gate.complete(null);
        }
    }

    @Test
    void interruptedFlushKeepsTheInterrupt() {
        holdAnswers();
        try (Producer producer = producer()) {
            new Puts(producer, stream).some("held", 3);
            Thread.currentThread().interrupt();
            assertThat(producer.flush().userRecords()).isEqualTo(3);
            assertThat(Thread.interrupted()).isTrue();
            gate.complete(null);
        }
    }

    @Test
    void closeDrains() {
        Producer producer = producer();
        Puts puts = new Puts(producer, stream).some("drained", 100);
        assertThat(producer.close(Await.LIMIT)).isEqualTo(new Outstanding(0, 0));
        assertThat(puts.results()).hasSize(100);
        puts.assertStoredOnceAsAnswered(stream.contents());
        producer.close();
        assertThat(producer.close(Duration.ZERO).isEmpty()).isTrue();
    }

    @Test
    void closeFailsWhatIsLeftAndTellsIt() {
        holdAnswers();
        Producer producer = producer();
        List<CompletableFuture<PutResult>> sent = put(producer, "sent", 5);
        producer.flush(SHORT);
        List<CompletableFuture<PutResult>> open = put(producer, "open", 7);

        Outstanding left = producer.close(SHORT);
        assertThat(left.userRecords()).isEqualTo(12);
        for (CompletableFuture<PutResult> future : sent) {
            PutFailedException failure = Await.putFailure(future);
            assertThat(failure).hasMessageContaining("producer was closed (it may have been stored");
            assertThat(Puts.outcomes(failure.attempts())).containsExactly(Outcome.OPEN);
        }
        open.forEach(future -> assertThat(Await.putFailure(future)).hasMessageContaining("producer was closed"));
        assertThat(producer.outstanding()).isEqualTo(new Outstanding(0, 0));
        gate.complete(null);
    }

    @Test
    void closeFailsWhatWaitsForItsNextTry() {
        faulty.onPut(request -> PutFaults.error(PutFaults.THROTTLED, 400));
        Producer producer = producer();
        List<CompletableFuture<PutResult>> futures = put(producer, "refused", 5);
        producer.flush(SHORT);
        Await.until("a second try", () -> faulty.entries().size() > 5);
        assertThat(producer.close(Duration.ofMillis(200)).userRecords()).isEqualTo(5);
        for (CompletableFuture<PutResult> future : futures) {
            assertThat(Puts.outcomes(Await.putFailure(future).attempts()))
                    .isNotEmpty()
                    .contains(Outcome.REFUSED);
        }
        assertThat(producer.outstanding()).isEqualTo(new Outstanding(0, 0));
    }

    @Test
    void putAfterCloseThrows() {
        Producer producer = producer();
        producer.close();
        assertThatThrownBy(() -> producer.put(stream.name(), "key", Texts.bytes("data")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the producer is closed");
        assertThat(producer.outstanding()).isEqualTo(new Outstanding(0, 0));
        assertThat(stream.contents().userRecords()).isEmpty();
    }

    @Test
    void futuresCompleteOffTheSendersThread() {
        try (Producer producer = producer()) {
            CompletableFuture<String> thread = producer.put(stream.name(), "key", Texts.bytes("data"))
                    .thenApply(result -> Thread.currentThread().getName());
            producer.flush();
            assertThat(Await.result(thread))
                    .isIn("millrace-producer-callbacks", Thread.currentThread().getName());
        }
    }

    private void holdAnswers() {
        faulty.onPut(request -> gate.thenCompose(open -> stream.client().putRecords(request)));
    }

    private List<CompletableFuture<PutResult>> put(Producer producer, String prefix, int count) {
        List<CompletableFuture<PutResult>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(producer.put(stream.name(), prefix + "-" + i, Texts.bytes(prefix + i)));
        }
        return futures;
    }

    private Producer producer() {
        return Producer.builder(faulty).linger(Duration.ofMinutes(1)).build();
    }
}
