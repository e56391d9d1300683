package dev.millrace.processor.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.local.junit.KinesisStream;
import dev.millrace.local.junit.LocalKinesisExtension;
import dev.millrace.processor.RecordProcessorFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** What a real worker tells while its stream is resharded. */
@Timeout(60)
@ExtendWith(LocalKinesisExtension.class)
class RealWorkerTest {

    private static final String PREFIX = "millrace.processor.";
    private static final String MIDDLE_OF_FIRST_HALF = "42535295865117307932921825928971026432";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void gaugesOfEndedShardsVanish(KinesisAsyncClient client, @KinesisStream(shards = 2) String stream) {
        MicrometerWorkerListener listener =
                MicrometerWorkerListener.builder(registry).build();
        try (SingleProcessWorker worker = SingleProcessWorker.builder(
                        client, stream, RecordProcessorFactory.forEachBatch(records -> {}))
                .listener(listener)
                .pollInterval(Duration.ofMillis(5))
                .idlePollInterval(Duration.ZERO)
                .build()) {
            worker.start();
            put(client, stream, 50);
            until("records are processed", () -> counter("user.records.processed") == 50);
            until("both shards say how far behind they are", () -> shards().equals(Set.of(shard(0), shard(1))));
            assertThat(held()).isEqualTo(2);

            client.splitShard(request ->
                            request.streamName(stream).shardToSplit(shard(0)).newStartingHashKey(MIDDLE_OF_FIRST_HALF))
                    .join();
            put(client, stream, 50);
            until("more records are processed", () -> counter("user.records.processed") == 100);
            until("the children stand for their parent", () -> shards().equals(Set.of(shard(1), shard(2), shard(3))));
            assertThat(held()).isEqualTo(3);
            assertThat(counter("shards.stopped", "reason", "shard_end")).isEqualTo(1);
        }

        assertThat(shards()).isEmpty();
        assertThat(held()).isZero();
        assertThat(counter("shards.started")).isEqualTo(4);
        assertThat(counter("shards.stopped", "reason", "shutdown")).isEqualTo(3);
        assertThat(counter("kinesis.records.read")).isEqualTo(100);
        assertThat(counter("kinesis.records.read.bytes")).isEqualTo(1_000);
        assertThat(registry.get(PREFIX + "user.records.per.batch").summary().totalAmount())
                .isEqualTo(100);
        assertThat(registry.get(PREFIX + "read").tags("error", "none").timer().totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
        assertThat(registry.get(PREFIX + "checkpoint")
                        .tags("error", "none", "prepared", "false")
                        .timer()
                        .count())
                .isPositive();
    }

    private static void put(KinesisAsyncClient client, String stream, int records) {
        for (int i = 0; i < records; i++) {
            String key = "key-" + i;
            client.putRecord(request ->
                            request.streamName(stream).partitionKey(key).data(SdkBytes.fromByteArray(new byte[10])))
                    .join();
        }
    }

    private static String shard(int number) {
        return "shardId-%012d".formatted(number);
    }

    private Set<String> shards() {
        return registry.find(HeldShard.LAG).meters().stream()
                .map(meter -> String.valueOf(meter.getId().getTag("shard")))
                .collect(Collectors.toSet());
    }

    private double held() {
        return registry.get(StreamMeters.HELD).gauge().value();
    }

    /** Zero before there is a counter: the worker takes up its shards in the background. */
    private double counter(String name, String... tags) {
        Counter counter = registry.find(PREFIX + name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited 20 s in vain: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
