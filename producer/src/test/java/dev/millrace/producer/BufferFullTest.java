package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A buffer with room for two records, and a service that does not answer until it is let. */
@ExtendWith(KinesisExtension.class)
class BufferFullTest {

    private static final int RECORD = 1_000;

    private final TestStream stream;
    private final FaultyKinesis faulty;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final List<Thread> threads = new ArrayList<>();

    BufferFullTest(KinesisExtension.Kinesis kinesis) {
        this.stream = kinesis.stream(1);
        this.faulty = new FaultyKinesis(kinesis.client());
        faulty.onPut(request -> gate.thenCompose(open -> kinesis.client().putRecords(request)));
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        gate.complete(null);
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(Await.LIMIT.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void putWaitsForRoomAndGoesOn() {
        try (Producer producer = producer(WhenFull.BLOCK, Duration.ofSeconds(30))) {
            Puts puts = fill(producer);
            CompletableFuture<PutResult> third = inThread(() -> put(producer, "third"));
            Await.until("the caller waits", () -> isWaiting(threads.get(0)));
            assertThat(third).isNotDone();
            assertThat(producer.outstanding().userRecords()).isEqualTo(2);

            gate.complete(null);
            Await.result(third);
            puts.results();
            assertThat(stream.contents().userRecords()).hasSize(3);
            Puts.assertNothingIsOutstanding(producer);
        }
    }

    @Test
    void putThatWaitedLongEnoughIsNotAccepted() {
        try (Producer producer = producer(WhenFull.BLOCK, Duration.ofMillis(50))) {
            Puts puts = fill(producer);
            assertThat(Await.failure(put(producer, "third")))
                    .isInstanceOf(BufferFullException.class)
                    .hasMessageStartingWith("buffer full: record=1160 used=")
                    .hasMessageEndingWith("waitedMillis=50");
            gate.complete(null);
            puts.results();
            assertThat(stream.contents().userRecords()).hasSize(2);
        }
    }

    @Test
    void putFailsAtOnceIfSoConfigured() {
        try (Producer producer = producer(WhenFull.FAIL, Duration.ofSeconds(30))) {
            Puts puts = fill(producer);
            CompletableFuture<PutResult> third = put(producer, "third");
            assertThat(third).isCompletedExceptionally();
            assertThat(Await.failure(third)).isInstanceOf(BufferFullException.class);
            assertThat(producer.outstanding().userRecords()).isEqualTo(2);

            gate.complete(null);
            puts.results();
            Puts.assertNothingIsOutstanding(producer);
            Await.result(put(producer, "fourth"));
            assertThat(stream.contents().userRecords()).hasSize(3);
        }
    }

    @Test
    void waiterThatIsInterruptedKeepsItsInterrupt() {
        try (Producer producer = producer(WhenFull.BLOCK, Duration.ofSeconds(30))) {
            Puts puts = fill(producer);
            AtomicBoolean interrupted = new AtomicBoolean();
            CompletableFuture<PutResult> third = inThread(() -> {
                CompletableFuture<PutResult> future = put(producer, "third");
                interrupted.set(Thread.currentThread().isInterrupted());
                return future;
            });
            Await.until("the caller waits", () -> isWaiting(threads.get(0)));
            threads.get(0).interrupt();

            assertThat(Await.failure(third))
                    .isInstanceOf(BufferFullException.class)
                    .hasMessageContaining("interrupted");
            assertThat(interrupted).isTrue();
            gate.complete(null);
            puts.results();
            Puts.assertNothingIsOutstanding(producer);
        }
    }

    @Test
    void waiterMeetsAProducerThatWasClosed() {
        Producer producer = producer(WhenFull.BLOCK, Duration.ofSeconds(30));
        try (producer) {
            fill(producer);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            CompletableFuture<PutResult> third = inThread(() -> {
                try {
                    return put(producer, "third");
                } catch (IllegalStateException e) {
                    thrown.set(e);
                    return CompletableFuture.failedFuture(e);
                }
            });
            Await.until("the caller waits", () -> isWaiting(threads.get(0)));
            producer.close(Duration.ofMillis(10));
            assertThat(Await.failure(third)).hasMessage("the producer is closed");
            assertThat(thrown.get()).isNotNull();
            Puts.assertNothingIsOutstanding(producer);
        }
        assertThatThrownBy(() -> put(producer, "fourth")).isInstanceOf(IllegalStateException.class);
    }

    /** Two records that take all the room. */
    private Puts fill(Producer producer) {
        Puts puts = new Puts(producer, stream);
        puts.put("a", "a".repeat(RECORD - 1));
        puts.put("b", "b".repeat(RECORD - 1));
        return puts;
    }

    private CompletableFuture<PutResult> put(Producer producer, String key) {
        return producer.put(stream.name(), key, new byte[RECORD - key.length()]);
    }

    /** What the put in another thread leads to. */
    private CompletableFuture<PutResult> inThread(Supplier<CompletableFuture<PutResult>> put) {
        CompletableFuture<CompletableFuture<PutResult>> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(put.get()), "putter");
        threads.add(thread);
        thread.start();
        return answer.thenCompose(future -> future);
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    private Producer producer(WhenFull whenFull, Duration maxBlock) {
        return Producer.builder(faulty)
                .maxRecordBytes(RECORD)
                .maxAggregateBytes(RECORD)
                .bufferBytes(2 * (RECORD + 160) + 100)
                .linger(Duration.ZERO)
                .whenFull(whenFull)
                .maxBlock(maxBlock)
                .build();
    }
}
