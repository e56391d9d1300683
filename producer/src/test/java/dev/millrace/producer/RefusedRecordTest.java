package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.producer.Attempt.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Entries and requests that the service refuses. */
@ExtendWith(KinesisExtension.class)
class RefusedRecordTest {

    private static final int KIBIBYTE = 1024;

    private final KinesisExtension.Kinesis kinesis;
    private final FaultyKinesis faulty;

    RefusedRecordTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
        this.faulty = new FaultyKinesis(kinesis.client());
    }

    @Test
    void throttledEntriesAreRetriedAndStoredExactlyOnce() {
        SplittableRandom random = Seed.random();
        TestStream stream = kinesis.stream(4);
        faulty.onPut(request -> PutFaults.refuse(kinesis.client(), request, PutFaults.THROTTLED, entry -> {
            synchronized (random) {
                return random.nextInt(3) == 0;
            }
        }));
        try (Producer producer = producer(faulty, 512)) {
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream).some("throttled", 2_000);
            producer.flush();

            puts.assertStoredOnceAsAnswered(stream.contents());
            Set<Integer> tries = new HashSet<>();
            puts.results().values().forEach(result -> {
                List<Outcome> outcomes = Puts.outcomes(result.attempts());
                assertThat(outcomes.subList(0, outcomes.size() - 1)).allMatch(Outcome.REFUSED::equals);
                assertThat(outcomes).endsWith(Outcome.STORED);
                tries.add(outcomes.size());
                if (outcomes.size() > 1) {
                    assertThat(result.attempts().get(0).error()).isEqualTo(PutFaults.THROTTLED + ": by the test");
                }
            });
            assertThat(tries).hasSizeGreaterThan(1);
        }
    }

    @Test
    void entryThatFailedInsideTheServiceMayHaveBeenStored() {
        TestStream stream = kinesis.stream(1);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        faulty.onPut(request -> PutFaults.refuse(
                kinesis.client(), request, "InternalFailure", entry -> seen.add(entry.partitionKey())));
        try (Producer producer = producer(faulty, KIBIBYTE)) {
            PutResult result = Await.result(producer.put(stream.name(), "key", Texts.bytes("data")));
            assertThat(Puts.outcomes(result.attempts())).containsExactly(Outcome.OPEN, Outcome.STORED);
        }
    }

    @Test
    void entryWithoutNumberAndWithoutErrorIsTriedAgain() {
        TestStream stream = kinesis.stream(1);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        faulty.onPut(request -> PutFaults.rewrite(
                kinesis.client(),
                request,
                entry -> result -> seen.add(entry.partitionKey())
                        ? result.toBuilder().sequenceNumber(null).build()
                        : result));
        try (Producer producer = producer(faulty, KIBIBYTE)) {
            PutResult result = Await.result(producer.put(stream.name(), "key", Texts.bytes("data")));
            assertThat(Puts.outcomes(result.attempts())).containsExactly(Outcome.OPEN, Outcome.STORED);
        }
    }

    @Test
    void throttledRequestIsRetried() {
        TestStream stream = kinesis.stream(1);
        faulty.onPut(request -> faulty.puts().size() <= 2
                ? PutFaults.error(PutFaults.THROTTLED, 400)
                : kinesis.client().putRecords(request));
        try (Producer producer = producer(faulty, KIBIBYTE)) {
            PutResult result = Await.result(producer.put(stream.name(), "key", Texts.bytes("data")));
            assertThat(Puts.outcomes(result.attempts()))
                    .containsExactly(Outcome.REFUSED, Outcome.REFUSED, Outcome.STORED);
            assertThat(stream.contents().userRecords()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ValidationException", "InvalidArgumentException", "SerializationException"})
    void onlyTheRecordThatMakesARequestInvalidFails(String code) {
        TestStream stream = kinesis.stream(2);
        CompletableFuture<Void> gate = holdFirst(request -> hasBadRecord(request)
                ? PutFaults.error(code, 400)
                : kinesis.client().putRecords(request));
        try (Producer producer = oneRequestAtATime(64)) {
            Puts puts = new Puts(producer, stream);
            puts.put("first", "first" + ".".repeat(64));
            Await.until("the first request is under way", () -> !faulty.puts().isEmpty());
            for (int i = 0; i < 30; i++) {
                puts.put("good-" + i, "good-" + i + ".".repeat(64));
            }
            CompletableFuture<PutResult> bad = producer.put(stream.name(), "bad", Texts.padded("bad", 100));
            gate.complete(null);
            producer.flush();

            PutFailedException failure = Await.putFailure(bad);
            assertThat(failure)
                    .hasMessageContaining("the service refused the request")
                    .hasMessageContaining(code);
            assertThat(Puts.outcomes(failure.attempts())).containsExactly(Outcome.REFUSED, Outcome.REFUSED);
            puts.assertStoredOnceAsAnswered(stream.contents());
        }
    }

    @Test
    void recordThatIsTooLargeForTheStreamFailsAloneAtTheRealService() {
        TestStream stream = kinesis.stream(1);
        CompletableFuture<Void> gate = holdFirst(kinesis.client()::putRecords);
        try (Producer producer = oneRequestAtATime(KIBIBYTE)) {
            Puts puts = new Puts(producer, stream);
            puts.put("first", "first" + ".".repeat(KIBIBYTE));
            Await.until("the first request is under way", () -> !faulty.puts().isEmpty());
            for (int i = 0; i < 10; i++) {
                puts.put("good-" + i, "good-" + i + ".".repeat(KIBIBYTE));
            }
            CompletableFuture<PutResult> large =
                    producer.put(stream.name(), "large", new byte[KIBIBYTE * KIBIBYTE + KIBIBYTE]);
            gate.complete(null);
            producer.flush();

            PutFailedException failure = Await.putFailure(large);
            assertThat(failure).hasMessageContaining("the service refused the request");
            // Larger than a request of several records, so it shared none with the others.
            assertThat(failure.attempts()).hasSize(1);
            puts.assertStoredOnceAsAnswered(stream.contents());
        }
    }

    @Test
    void unknownStreamFailsAtOnce() {
        try (Producer producer = producer(kinesis.client(), KIBIBYTE)) {
            PutFailedException failure = Await.putFailure(producer.put("no-such-stream", "key", Texts.bytes("data")));
            assertThat(failure)
                    .hasMessageStartingWith("user record was not stored: the service refused the request:"
                            + " stream=no-such-stream attempts=1 cause=")
                    .hasMessageContaining("not found")
                    .hasCauseInstanceOf(ResourceNotFoundException.class);
            assertThat(failure.attempts()).hasSize(1);
            assertThat(failure.attempts().get(0).duration()).isPositive();
            Puts.assertNothingIsOutstanding(producer);
        }
    }

    @Test
    void deliveryTimeoutListsTheAttemptsThatWereRefused() {
        TestStream stream = kinesis.stream(1);
        faulty.onPut(request -> PutFaults.refuse(kinesis.client(), request, PutFaults.THROTTLED, entry -> true));
        PutFailedException failure = failureAfterTimeout(stream);
        assertThat(failure)
                .hasMessageStartingWith("user record was not stored: delivery timeout reached: stream=")
                .hasMessageNotContaining("may have been stored");
        assertThat(Puts.outcomes(failure.attempts())).hasSizeGreaterThan(1).allMatch(Outcome.REFUSED::equals);
        assertThat(stream.contents().userRecords()).isEmpty();
    }

    @Test
    void deliveryTimeoutSaysThatTheRecordMayHaveBeenStored() {
        TestStream stream = kinesis.stream(1);
        faulty.onPut(request -> PutFaults.loseAnswer(kinesis.client(), request));
        PutFailedException failure = failureAfterTimeout(stream);
        assertThat(failure)
                .hasMessageContaining("delivery timeout reached (it may have been stored: an attempt had no answer)");
        assertThat(Puts.outcomes(failure.attempts())).hasSizeGreaterThan(1).allMatch(Outcome.OPEN::equals);
        assertThat(stream.contents().counts())
                .containsEntry("data", failure.attempts().size());
    }

    private PutFailedException failureAfterTimeout(TestStream stream) {
        Duration timeout = Duration.ofMillis(400);
        try (Producer producer = Producer.builder(faulty)
                .linger(Duration.ZERO)
                .deliveryTimeout(timeout)
                .build()) {
            long begun = System.nanoTime();
            PutFailedException failure = Await.putFailure(producer.put(stream.name(), "key", Texts.bytes("data")));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(timeout);
            assertThat(failure.attempts())
                    .allSatisfy(attempt -> assertThat(attempt.delay()).isLessThanOrEqualTo(timeout));
            Puts.assertNothingIsOutstanding(producer);
            return failure;
        }
    }

    /** The first request waits until it is let; what is put meanwhile goes together in the next one. */
    private CompletableFuture<Void> holdFirst(
            Function<PutRecordsRequest, CompletableFuture<PutRecordsResponse>> service) {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        faulty.onPut(request -> gate.thenCompose(open -> service.apply(request)));
        return gate;
    }

    private Producer oneRequestAtATime(int maxAggregateBytes) {
        return Producer.builder(faulty)
                .rateLimit(Double.POSITIVE_INFINITY)
                .maxRequestsInFlight(1)
                .maxAggregateBytes(maxAggregateBytes)
                .maxRecordBytes(2 * KIBIBYTE * KIBIBYTE)
                .build();
    }

    private static boolean hasBadRecord(PutRecordsRequest request) {
        return request.records().stream().anyMatch(entry -> entry.partitionKey().equals("bad"));
    }

    private static Producer producer(KinesisAsyncClient client, int bytes) {
        return Producer.builder(client)
                .linger(Duration.ofMillis(5))
                .maxAggregateBytes(bytes)
                .build();
    }
}
