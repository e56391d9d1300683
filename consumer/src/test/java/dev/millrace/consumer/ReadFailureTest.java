package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.Recorder.Kind;
import dev.millrace.local.LocalKinesis;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

@ExtendWith(KinesisExtension.class)
class ReadFailureTest {

    private final KinesisExtension.Kinesis kinesis;
    private final AtomicInteger failures = new AtomicInteger();

    ReadFailureTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void failedReadsAreRepeatedFromTheSamePlace() {
        TestStream stream = kinesis.stream(1);
        stream.put("key", "a", "b");
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client());
        faulty.onRead(request -> failures.getAndIncrement() % 3 != 2
                ? CompletableFuture.failedFuture(failure(failures.get()))
                : kinesis.client().getRecords(request));
        Recorder recorder = new Recorder();
        try (SingleProcessWorker worker = Workers.builder(new TestStream(faulty, stream.name()), recorder)
                .maxRecords(1)
                .build()) {
            worker.start();
            recorder.awaitTexts(2);
            stream.put("key", "c");
            recorder.awaitTexts(3);
        }
        assertThat(recorder.texts()).containsExactly("a", "b", "c");
        assertThat(failures.get()).isGreaterThanOrEqualTo(9);
    }

    @Test
    void answerThatGotLostOnItsWayIsReadAgain() {
        TestStream stream = kinesis.stream(1);
        stream.put("key", "a", "b");
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client());
        faulty.onRead(request -> kinesis.client()
                .getRecords(request)
                .thenCompose(response -> failures.getAndIncrement() < 2
                        ? CompletableFuture.failedFuture(SdkClientException.create("lost by the test"))
                        : CompletableFuture.completedFuture(response)));
        assertDeliversOnce(stream, faulty);
    }

    @Test
    void failedIteratorsAreAskedForAgain() {
        TestStream stream = kinesis.stream(1);
        stream.put("key", "a", "b");
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client());
        faulty.onIterator(request -> failures.getAndIncrement() < 2
                ? CompletableFuture.failedFuture(failure(failures.get()))
                : kinesis.client().getShardIterator(request));
        assertDeliversOnce(stream, faulty);
    }

    @Test
    void clientThatThrowsInsteadOfAnsweringStopsTheWorker() {
        TestStream stream = kinesis.stream(1);
        IllegalStateException failure = new IllegalStateException("thrown by the test");
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client()).onIterator(request -> {
            throw failure;
        });
        try (SingleProcessWorker worker = Workers.builder(new TestStream(faulty, stream.name()), new Recorder())
                .build()) {
            worker.start();
            assertThat(worker.termination()).failsWithin(Duration.ofSeconds(10));
            assertThat(Await.failure(worker.termination())).isSameAs(failure);
        }
    }

    /** Reading stands still while the clock goes on by six minutes, then every iterator of before is refused. */
    @Test
    void expiredIteratorIsReplacedByOneAtTheSamePlace() {
        SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));
        AtomicInteger expired = new AtomicInteger();
        AtomicInteger reads = new AtomicInteger();
        try (LocalKinesis service = LocalKinesis.builder().clock(clock).start();
                KinesisAsyncClient client =
                        KinesisExtension.Kinesis.clientBuilder(service).build()) {
            FaultyKinesis watched = new FaultyKinesis(client);
            watched.onRead(request -> client.getRecords(request).whenComplete((response, failure) -> {
                boolean wrapped = failure != null && failure.getCause() instanceof ExpiredIteratorException;
                if (failure == null) {
                    reads.incrementAndGet();
                } else if (wrapped || failure instanceof ExpiredIteratorException) {
                    expired.incrementAndGet();
                }
            }));
            TestStream stream = TestStream.create(client, 1);
            Recorder recorder = new Recorder();
            try (SingleProcessWorker worker = Workers.builder(new TestStream(watched, stream.name()), recorder)
                    .build()) {
                worker.start();
                for (int round = 1; round <= 3; round++) {
                    int before = reads.get();
                    Await.until("an iterator is in use", () -> reads.get() > before);
                    clock.advance(Duration.ofMinutes(6));
                    int seen = round;
                    Await.until("it expires", () -> expired.get() >= seen);
                    stream.put("key-" + round, "round-" + round);
                    recorder.awaitTexts(round);
                }
            }
            assertThat(recorder.texts()).containsExactly("round-1", "round-2", "round-3");
        }
    }

    @Test
    void streamThatDisappearsStopsTheWorker() {
        TestStream stream = kinesis.stream(1);
        Recorder recorder = new Recorder();
        try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
            worker.start();
            recorder.awaitCalls(Kind.INITIALIZE, 1);
            stream.delete();
            assertThat(Await.failure(worker.termination()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("stream or shard is gone: stream=" + stream.name())
                    .hasCauseInstanceOf(ResourceNotFoundException.class);
        }
    }

    private void assertDeliversOnce(TestStream stream, FaultyKinesis faulty) {
        Recorder recorder = new Recorder();
        try (SingleProcessWorker worker =
                Workers.builder(new TestStream(faulty, stream.name()), recorder).build()) {
            worker.start();
            recorder.awaitTexts(2);
        }
        assertThat(recorder.texts()).containsExactly("a", "b");
        assertThat(failures.get()).isGreaterThanOrEqualTo(3);
    }

    private static RuntimeException failure(int number) {
        return number % 2 == 0
                ? SdkClientException.create("connection reset by the test")
                : ProvisionedThroughputExceededException.builder()
                        .message("slow down")
                        .statusCode(400)
                        .build();
    }
}
