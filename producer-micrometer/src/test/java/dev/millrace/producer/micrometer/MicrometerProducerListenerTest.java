package dev.millrace.producer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.junit.KinesisStream;
import dev.millrace.local.junit.LocalKinesisExtension;
import dev.millrace.producer.Attempt;
import dev.millrace.producer.AttemptEvent;
import dev.millrace.producer.DeliveryEvent;
import dev.millrace.producer.Producer;
import dev.millrace.producer.PutFailedException;
import dev.millrace.producer.RequestEvent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

@Timeout(60)
@ExtendWith(LocalKinesisExtension.class)
class MicrometerProducerListenerTest {

    private static final String PREFIX = "millrace.producer.";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerProducerListener listener =
            MicrometerProducerListener.builder(registry).build();

    @Test
    void whatARealProducerStoresIsCounted(KinesisAsyncClient client, @KinesisStream(shards = 2) String stream) {
        try (Producer producer = Producer.builder(client).listener(listener).build()) {
            new OutstandingMeters(producer, Tags.empty()).bindTo(registry);
            producer.prepare(stream).join();
            for (int i = 0; i < 100; i++) {
                CompletableFuture<?> unused = producer.put(stream, "key-" + i, new byte[10]);
            }
            assertThat(registry.get(OutstandingMeters.USER_RECORDS).gauge().value())
                    .isPositive();
            assertThat(registry.get(OutstandingMeters.BYTES).gauge().value()).isPositive();
            assertThat(producer.flush().isEmpty()).isTrue();
            assertThat(registry.get(OutstandingMeters.USER_RECORDS).gauge().value())
                    .isZero();
        }

        assertThat(counter("user.records.accepted", "stream", stream)).isEqualTo(100);
        assertThat(counter("user.records.accepted.bytes", "stream", stream)).isEqualTo(1_000);
        assertThat(counter("user.records.ended", "stream", stream, "outcome", "stored"))
                .isEqualTo(100);
        assertThat(counter("user.records.stored.bytes", "stream", stream)).isEqualTo(1_000);
        double attempts = counter("kinesis.record.attempts", "stream", stream, "outcome", "stored", "error", "none");
        assertThat(attempts).isBetween(2.0, 100.0);
        assertThat(counter("kinesis.records.stored.bytes", "stream", stream)).isGreaterThan(1_000);
        assertThat(registry.get(PREFIX + "user.records.per.kinesis.record")
                        .summary()
                        .totalAmount())
                .isEqualTo(100);
        assertThat(registry.get(PREFIX + "user.records.per.request").summary().totalAmount())
                .isEqualTo(100);
        assertThat(registry.get(PREFIX + "kinesis.records.per.request")
                        .summary()
                        .totalAmount())
                .isEqualTo(attempts);
        assertThat(registry.get(PREFIX + "retries").summary().count()).isEqualTo(100);
        assertThat(registry.get(PREFIX + "retries").summary().totalAmount()).isZero();
        assertThat(registry.get(PREFIX + "buffering").timer().count()).isEqualTo((long) attempts);
        assertThat(registry.get(PREFIX + "delivery")
                        .tags("outcome", "stored")
                        .timer()
                        .count())
                .isEqualTo((long) attempts);
        assertThat(registry.get(PREFIX + "request")
                        .tags("error", "none")
                        .timer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
    }

    @Test
    void failuresAreCountedByCodeAndOutcome() {
        listener.requestEnded(new RequestEvent("s", 2, 20, 100, Duration.ofMillis(5), "InternalFailure"));
        listener.attemptEnded(attempt("s", "shard-1", 1, Attempt.Outcome.REFUSED, "Throttled"));
        listener.attemptEnded(attempt("s", "shard-1", 2, Attempt.Outcome.OPEN, "NoAnswer"));
        listener.deliveryEnded(new DeliveryEvent(
                "s", "shard-1", 10, 90, 2, Duration.ofSeconds(30), PutFailedException.Reason.EXPIRED));

        assertThat(registry.get(PREFIX + "request")
                        .tags("error", "InternalFailure")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(counter("kinesis.record.attempts", "outcome", "refused", "error", "Throttled"))
                .isEqualTo(1);
        assertThat(counter("kinesis.record.attempts", "outcome", "open", "error", "NoAnswer"))
                .isEqualTo(1);
        assertThat(counter("user.records.ended", "outcome", "expired")).isEqualTo(10);
        assertThat(registry.get(PREFIX + "retries").summary().totalAmount()).isEqualTo(10);
        assertThat(registry.get(PREFIX + "buffering").timer().count()).isEqualTo(1);
        assertThat(registry.find(PREFIX + "user.records.stored.bytes").counter())
                .isNull();
        assertThat(registry.getMeters()).noneMatch(meter -> meter.getId().getTag("shard") != null);
    }

    @Test
    void numberOfMetersIsBoundedWhateverComes() {
        MicrometerProducerListener small = MicrometerProducerListener.builder(registry)
                .tags(Tags.of("producer", "one"))
                .shardTag(true)
                .maxStreams(2)
                .maxShards(3)
                .maxErrors(2)
                .build();
        for (int i = 0; i < 1_000; i++) {
            small.attemptEnded(attempt("stream-" + i, "shard-" + i, 1, Attempt.Outcome.REFUSED, "Error" + i));
        }

        assertThat(registry.getMeters())
                .hasSizeLessThan(40)
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTag("producer")).isEqualTo("one"));
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(id -> id.getTag("stream"))
                .containsOnly("stream-0", "stream-1", "other");
        assertThat(counter("kinesis.record.attempts", "stream", "other", "shard", "other", "error", "other"))
                .isEqualTo(997);
    }

    @Test
    void limitsAreChecked() {
        assertThatThrownBy(() -> MicrometerProducerListener.builder(registry).maxStreams(0))
                .hasMessage("maximum of streams out of range: 0 (at least 1)");
    }

    private double counter(String name, String... tags) {
        return registry.get(PREFIX + name).tags(tags).counter().count();
    }

    private static AttemptEvent attempt(
            String stream, String shardId, int number, Attempt.Outcome outcome, String errorCode) {
        return new AttemptEvent(
                stream, shardId, 10, 100, number, Duration.ofMillis(100), Duration.ofMillis(5), outcome, errorCode);
    }
}
