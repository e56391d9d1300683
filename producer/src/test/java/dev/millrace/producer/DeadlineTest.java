package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.local.fault.Latency;
import dev.millrace.producer.PutFailedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Records that cannot be stored in time are told so in time. */
@ExtendWith(KinesisExtension.class)
class DeadlineTest {

    private static final Duration TIMEOUT = Duration.ofMillis(600);

    private final KinesisExtension.Kinesis kinesis;
    private final FaultyKinesis faulty;

    DeadlineTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
        this.faulty = new FaultyKinesis(kinesis.client());
    }

    @Test
    void streamThatAlwaysThrottlesEndsInExpiredResultsAndTheBufferIsFree() {
        TestStream stream = kinesis.stream(2);
        faulty.onPut(request -> PutFaults.refuse(kinesis.client(), request, PutFaults.THROTTLED, entry -> true));
        try (Producer producer = Producer.builder(faulty)
                .deliveryTimeout(TIMEOUT)
                .linger(Duration.ofMillis(1))
                .maxAggregateBytes(1_000)
                .build()) {
            List<CompletableFuture<PutResult>> puts = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 2_000; i++) {
                puts.add(producer.put(stream.name(), "key-" + i, Texts.bytes("x".repeat(100))));
            }
            for (CompletableFuture<PutResult> put : puts) {
                PutFailedException failure = Await.putFailure(put);
                assertThat(failure.reason()).isEqualTo(Reason.EXPIRED);
                assertThat(Puts.outcomes(failure.attempts())).allMatch(Attempt.Outcome.REFUSED::equals);
                assertThat(failure)
                        .hasMessageContaining("delivery timeout reached")
                        .hasMessageContaining(stream.name());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(TIMEOUT);
            Puts.assertNothingIsOutstanding(producer);
        }
        assertThat(stream.contents().records()).isEmpty();
    }

    @Test
    void requestThatIsNeverAnsweredDoesNotHoldItsRecordsForEver() {
        TestStream stream = kinesis.stream(1);
        CompletableFuture<PutRecordsResponse> never = new CompletableFuture<>();
        faulty.onPut(request -> never);
        try (Producer producer = Producer.builder(faulty)
                .deliveryTimeout(TIMEOUT)
                .linger(Duration.ZERO)
                .build()) {
            Await.result(producer.prepare(stream.name()));
            PutFailedException failure = Await.putFailure(producer.put(stream.name(), "key", Texts.bytes("a")));
            assertThat(failure.reason()).isEqualTo(Reason.EXPIRED);
            assertThat(Puts.outcomes(failure.attempts())).containsExactly(Attempt.Outcome.OPEN);
            assertThat(failure).hasMessageContaining("may have been stored");
            // It was sent at once, and given up late.
            assertThat(failure.attempts().get(0).delay()).isLessThan(TIMEOUT.dividedBy(2));
            assertThat(failure.attempts().get(0).duration()).isGreaterThan(TIMEOUT.dividedBy(2));
            Puts.assertNothingIsOutstanding(producer);

            // An answer that comes later changes nothing, and the next records are sent.
            faulty.onPut(kinesis.client()::putRecords);
            never.complete(PutRecordsResponse.builder()
                    .records(PutRecordsResultEntry.builder()
                            .sequenceNumber("1")
                            .shardId("shardId-000000000000")
                            .build())
                    .build());
            assertThat(Await.result(producer.put(stream.name(), "key", Texts.bytes("b")))
                            .attempts())
                    .hasSize(1);
        }
    }

    @Test
    void clientGivesUpARequestInTime() {
        TestStream stream = kinesis.stream(1);
        // Puts only: a question about the stream's distribution may still be under way.
        var slow = FaultPolicy.builder()
                .latency(
                        Latency.of(Duration.ofSeconds(2)),
                        1,
                        call -> call.operation().equals("PutRecords"))
                .build();
        try (var service = LocalKinesis.start();
                var client = kinesis.clientBuilder()
                        .endpointOverride(service.endpoint())
                        .build();
                Producer producer = Producer.builder(client)
                        .requestTimeout(Duration.ofMillis(300))
                        .linger(Duration.ZERO)
                        .build()) {
            service.createStream("us-east-1", stream.name(), 1);
            Await.result(producer.prepare(stream.name()));
            service.faults(slow);
            CompletableFuture<PutResult> put = producer.put(stream.name(), "key", Texts.bytes("a"));
            Await.until("a request was slow", () -> service.faultHits().get(0) > 0);
            service.faults(FaultPolicy.none());
            PutResult result = Await.result(put);
            assertThat(Puts.outcomes(result.attempts()))
                    .startsWith(Attempt.Outcome.OPEN)
                    .endsWith(Attempt.Outcome.STORED);
            assertThat(result.attempts().get(0).duration()).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void hugeTimesDoNotOverflow() {
        TestStream stream = kinesis.stream(1);
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        try (Producer producer = Producer.builder(kinesis.client())
                .deliveryTimeout(ever)
                .requestTimeout(Duration.ofDays(1))
                .maxBlock(ever)
                .shardMapRefresh(ever)
                .linger(ever)
                .build()) {
            CompletableFuture<PutResult> put = producer.put(stream.name(), "key", Texts.bytes("a"));
            assertThat(producer.flush(ever).isEmpty()).isTrue();
            assertThat(Await.result(put).attempts()).hasSize(1);
        }
    }
}
