package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Several producers on one shard that takes no more than the service's limits. */
@ExtendWith(KinesisExtension.class)
class SharedStreamTest {

    private static final int PRODUCERS = 3;
    private static final Duration TIME = Duration.ofSeconds(8);

    private final KinesisExtension.Kinesis kinesis;

    SharedStreamTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    /** What one producer's requests came to. */
    private static final class Counts implements ProducerListener {
        final AtomicLong stored = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final AtomicLong failed = new AtomicLong();

        @Override
        public void attemptEnded(AttemptEvent event) {
            (event.outcome() == Attempt.Outcome.STORED ? stored : refused).incrementAndGet();
        }

        @Override
        public void deliveryEnded(DeliveryEvent event) {
            if (event.failure() != null && event.failure() != PutFailedException.Reason.CLOSED) {
                failed.incrementAndGet();
            }
        }
    }

    @Test
    void noneOfThemStarvesAndLittleIsThrottled() throws InterruptedException {
        List<Counts> counts = new ArrayList<>();
        List<Producer> producers = new ArrayList<>();
        try (LocalKinesis service = LocalKinesis.builder().strict(true).start();
                KinesisAsyncClient client = kinesis.clientBuilder()
                        .endpointOverride(service.endpoint())
                        .build()) {
            service.createStream("us-east-1", "shared", 1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                Counts own = new Counts();
                counts.add(own);
                Producer producer = Producer.builder(client)
                        .grouping(Grouping.NONE)
                        .bufferBytes(1_100_000)
                        .listener(own)
                        .build();
                producers.add(producer);
                Thread thread = new Thread(() -> putForAWhile(producer));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            producers.forEach(producer -> producer.close(Duration.ZERO));
        }
        long stored = counts.stream().mapToLong(own -> own.stored.get()).sum();
        long refused = counts.stream().mapToLong(own -> own.refused.get()).sum();
        System.out.printf(
                "%d producers, stored %s, refused %d%n",
                PRODUCERS, counts.stream().map(own -> own.stored.get()).toList(), refused);
        assertThat(counts).allSatisfy(own -> assertThat(own.stored.get()).isGreaterThan(stored / PRODUCERS / 4));
        assertThat(counts).allSatisfy(own -> assertThat(own.failed.get()).isZero());
        assertThat(refused).isPositive().isLessThan(stored);
    }

    /** As much as it takes. */
    private static void putForAWhile(Producer producer) {
        long end = System.nanoTime() + TIME.toNanos();
        byte[] data = new byte[100];
        for (int i = 0; System.nanoTime() < end; i++) {
            var unused = producer.put("shared", "key-" + i, data);
        }
    }
}
