package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.producer.Attempt.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

@ExtendWith(KinesisExtension.class)
class LostAnswerTest {

    private final KinesisExtension.Kinesis kinesis;
    private final FaultyKinesis faulty;

    LostAnswerTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
        this.faulty = new FaultyKinesis(kinesis.client());
    }

    @Test
    void theSameBytesGoAgainAndTheOpenAttemptIsTold() {
        TestStream stream = kinesis.stream(1);
        AtomicInteger requests = new AtomicInteger();
        faulty.onPut(request -> requests.incrementAndGet() == 1
                ? PutFaults.loseAnswer(kinesis.client(), request)
                : kinesis.client().putRecords(request));
        try (Producer producer =
                Producer.builder(faulty).linger(Duration.ofMinutes(1)).build()) {
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream).some("twice", 50);
            producer.flush();

            StreamContents contents = stream.contents();
            puts.assertStoredAsAnswered(contents);
            assertThat(contents.records()).hasSize(2);
            StreamContents.Stored first = contents.records().get(0);
            StreamContents.Stored second = contents.records().get(1);
            assertThat(second.record().data()).isEqualTo(first.record().data());
            assertThat(second.record().partitionKey()).isEqualTo(first.record().partitionKey());
            assertThat(faulty.puts().get(1).records())
                    .isEqualTo(faulty.puts().get(0).records());
            puts.results().forEach((text, result) -> {
                assertThat(result.sequenceNumber()).isEqualTo(second.record().sequenceNumber());
                assertThat(Puts.outcomes(result.attempts())).containsExactly(Outcome.OPEN, Outcome.STORED);
                assertThat(result.attempts().get(0).error()).contains("connection reset by the test");
                assertThat(result.attempts().get(1).error()).isNull();
                assertThat(result.attempts().get(1).delay())
                        .isGreaterThan(result.attempts().get(0).delay());
            });
        }
    }

    @Test
    void everyDuplicateIsExplainedByAnOpenAttempt() {
        SplittableRandom random = Seed.random();
        TestStream stream = kinesis.stream(4);
        faulty.onPut(request -> {
            int dice;
            synchronized (random) {
                // The first answer is lost in any case.
                dice = faulty.puts().size() == 1 ? 0 : random.nextInt(10);
            }
            if (dice < 3) {
                return PutFaults.loseAnswer(kinesis.client(), request);
            }
            return dice < 5 ? PutFaults.neverLeaves() : kinesis.client().putRecords(request);
        });
        try (Producer producer = producer(faulty)) {
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream);
            for (int burst = 0; burst < 20; burst++) {
                puts.some("burst-" + burst, 100);
                producer.flush(Duration.ZERO);
            }
            producer.flush();

            StreamContents contents = stream.contents();
            puts.assertStoredAsAnswered(contents);
            Map<String, Integer> counts = contents.counts();
            puts.results().forEach((text, result) -> {
                List<Outcome> outcomes = Puts.outcomes(result.attempts());
                assertThat(outcomes.subList(0, outcomes.size() - 1)).allMatch(Outcome.OPEN::equals);
                assertThat(outcomes).endsWith(Outcome.STORED);
                assertThat(counts.get(text)).isBetween(1, outcomes.size());
            });
            assertThat(contents.userRecords()).as("some answers were lost").hasSizeGreaterThan(2_000);
            // All copies of a user record have the same place inside their Kinesis record.
            Map<String, PutResult> results = puts.results();
            assertThat(contents.userRecords())
                    .allSatisfy(found -> assertThat(results.get(found.text()))
                            .extracting(PutResult::subSequenceNumber)
                            .isEqualTo(found.place().subSequenceNumber()));
        }
    }

    @Test
    void serverErrorIsAnOpenAttemptBecauseTheWorkMayBeDone() {
        TestStream stream = kinesis.stream(1);
        AtomicInteger requests = new AtomicInteger();
        faulty.onPut(request -> requests.incrementAndGet() == 1
                ? PutFaults.error("InternalFailure", 500)
                : kinesis.client().putRecords(request));
        try (Producer producer = producer(faulty)) {
            PutResult result = Await.result(producer.put(stream.name(), "key", Texts.bytes("data")));
            assertThat(Puts.outcomes(result.attempts())).containsExactly(Outcome.OPEN, Outcome.STORED);
        }
    }

    @Test
    void everyTransmissionIsAnAttemptSinceTheClientsOwnRetriesAreOff() {
        TestStream stream = kinesis.stream(1);
        BreakingInterceptor interceptor = new BreakingInterceptor(2);
        try (KinesisAsyncClient client = kinesis.clientBuilder()
                        .overrideConfiguration(override -> override.addExecutionInterceptor(interceptor))
                        .build();
                Producer producer = producer(client)) {
            PutResult result = Await.result(producer.put(stream.name(), "key", Texts.bytes("data")));
            assertThat(Puts.outcomes(result.attempts())).containsExactly(Outcome.OPEN, Outcome.OPEN, Outcome.STORED);
            assertThat(interceptor.transmissions).hasValue(3);
            assertThat(stream.contents().counts()).isEqualTo(Map.of("data", 3));
        }
    }

    @Test
    void answerOfAnotherLengthIsNoAnswer() {
        TestStream stream = kinesis.stream(1);
        AtomicInteger requests = new AtomicInteger();
        faulty.onPut(request -> kinesis.client()
                .putRecords(request)
                .thenApply(response -> requests.incrementAndGet() == 1
                        ? response.toBuilder().records(Collections.emptyList()).build()
                        : response));
        try (Producer producer = producer(faulty)) {
            PutResult result = Await.result(producer.put(stream.name(), "key", Texts.bytes("data")));
            assertThat(Puts.outcomes(result.attempts())).containsExactly(Outcome.OPEN, Outcome.STORED);
        }
    }

    @Test
    void clientThatThrowsInsteadOfAnsweringLosesNothing() {
        TestStream stream = kinesis.stream(1);
        AtomicInteger requests = new AtomicInteger();
        faulty.onPut(request -> {
            if (requests.incrementAndGet() == 1) {
                throw new IllegalStateException("thrown by the test");
            }
            return kinesis.client().putRecords(request);
        });
        try (Producer producer = producer(faulty)) {
            PutResult result = Await.result(producer.put(stream.name(), "key", Texts.bytes("data")));
            assertThat(Puts.outcomes(result.attempts())).containsExactly(Outcome.OPEN, Outcome.STORED);
            Puts.assertNothingIsOutstanding(producer);
        }
    }

    private static Producer producer(KinesisAsyncClient client) {
        return Producer.builder(client).linger(Duration.ofMillis(10)).build();
    }

    /** Turns the first answers to PutRecords into server errors, after the service has done what was asked. */
    private static final class BreakingInterceptor implements ExecutionInterceptor {

        private final AtomicInteger transmissions = new AtomicInteger();
        private final int broken;

        BreakingInterceptor(int broken) {
            this.broken = broken;
        }

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            if (isPut(context.httpRequest())) {
                transmissions.incrementAndGet();
            }
        }

        @Override
        public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            return isPut(context.httpRequest()) && transmissions.get() <= broken
                    ? context.httpResponse().toBuilder().statusCode(500).build()
                    : context.httpResponse();
        }

        private static boolean isPut(SdkHttpRequest request) {
            return request.firstMatchingHeader("X-Amz-Target")
                    .filter(target -> target.endsWith("PutRecords"))
                    .isPresent();
        }
    }
}
