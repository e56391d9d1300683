package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import dev.millrace.producer.Producer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * A producer and the service at half of what they can do, for long: heap, threads and connections stay what they were.
 * What the service has stored is let expire before each look, so that all that is left is what is kept by mistake.
 */
final class SoakTest {

    private static final String STREAM = "numbers";

    /** Looks, in thirds; the first third is compared with the last. */
    private static final int LOOKS = 15;

    /** What the heap may differ by; a byte too many for each record would come to many times that in the long form. */
    private static final long HEAP_SLACK_BYTES = 2 << 20;

    private static final Duration LONGER_THAN_RETENTION = Duration.ofHours(25);

    /** What there is while nothing is under way. */
    private record Look(long heapBytes, long threads, long connections) {}

    private final LongAdder put = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @Test
    void nothingGrowsInSeconds() throws Exception {
        soak(Duration.ofSeconds(1), Duration.ofMillis(400));
    }

    @Test
    @Tag("long")
    void nothingGrowsInTenMinutes() throws Exception {
        soak(Duration.ofSeconds(10), Duration.ofSeconds(Long.getLong("millrace.soak.seconds", 600) / LOOKS));
    }

    private void soak(Duration warmUp, Duration betweenLooks) throws Exception {
        try (LocalKinesis local = LocalKinesis.start();
                KinesisAsyncClient kinesis = LocalClients.kinesis(local.endpoint());
                Producer producer = Producer.builder(kinesis)
                        .rateLimit(Double.POSITIVE_INFINITY)
                        .build()) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(4))
                    .join();
            producer.prepare(STREAM).join();
            HttpClient scraper = HttpClient.newHttpClient();
            putFor(warmUp, Double.POSITIVE_INFINITY, producer);
            look(local, producer, scraper);
            double peak = putFor(warmUp, Double.POSITIVE_INFINITY, producer);
            List<Look> looks = new ArrayList<>();
            for (int i = 0; i < LOOKS; i++) {
                putFor(betweenLooks, peak / 2, producer);
                looks.add(look(local, producer, scraper));
            }
            System.out.printf("%d put, %d stored, peak %.0f a second: %s%n", put.sum(), stored.sum(), peak, looks);
            assertThat(failure.get()).isNull();
            assertThat(stored.sum()).isEqualTo(put.sum());
            // The least: pools of buffers may be full at one look and empty at another; what leaks is there at each.
            assertThat(least(last(looks))).as("heap: %s", looks).isLessThan(least(first(looks)) + HEAP_SLACK_BYTES);
            assertThat(median(last(looks), Look::threads))
                    .as("threads: %s", looks)
                    .isLessThanOrEqualTo(most(first(looks), Look::threads));
            assertThat(median(last(looks), Look::connections))
                    .as("connections: %s", looks)
                    .isLessThanOrEqualTo(most(first(looks), Look::connections));
        }
    }

    /** Puts at a rate for each second, and says how many came to be stored in a second. */
    private double putFor(Duration time, double rate, Producer producer) {
        long begun = System.nanoTime();
        long storedBefore = stored.sum();
        long count = 0;
        for (long passed = 0; passed < time.toNanos(); passed = System.nanoTime() - begun) {
            if (count < rate * passed / 1e9) {
                put(producer, (int) count++);
            } else {
                LockSupport.parkNanos(100_000);
            }
        }
        assertThat(producer.flush().isEmpty()).isTrue();
        return (stored.sum() - storedBefore) / ((System.nanoTime() - begun) / 1e9);
    }

    private void put(Producer producer, int number) {
        put.increment();
        CompletableFuture<?> unused = producer.put(STREAM, NumberedRecord.of(number))
                .whenComplete((result, cause) -> {
                    if (cause == null) {
                        stored.increment();
                    } else {
                        failure.compareAndSet(null, cause);
                    }
                });
    }

    private Look look(LocalKinesis local, Producer producer, HttpClient scraper) throws Exception {
        local.jumpClock(LONGER_THAN_RETENTION);
        // A shard drops what has expired when something is stored in it.
        for (int i = 0; i < 100; i++) {
            put(producer, i);
        }
        assertThat(producer.flush().isEmpty()).isTrue();
        System.gc();
        return new Look(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                connections(local.endpoint(), scraper));
    }

    private static long connections(URI endpoint, HttpClient scraper) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint.resolve("/metrics")).build();
        String name = "millrace_connections ";
        return scraper.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    private static List<Look> first(List<Look> looks) {
        return looks.subList(0, looks.size() / 3);
    }

    private static List<Look> last(List<Look> looks) {
        return looks.subList(looks.size() - looks.size() / 3, looks.size());
    }

    private static long least(List<Look> looks) {
        return looks.stream().mapToLong(Look::heapBytes).min().orElseThrow();
    }

    private static long median(List<Look> looks, ToLongFunction<Look> value) {
        long[] sorted = looks.stream().mapToLong(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static long most(List<Look> looks, ToLongFunction<Look> value) {
        return looks.stream().mapToLong(value).max().orElseThrow();
    }
}
