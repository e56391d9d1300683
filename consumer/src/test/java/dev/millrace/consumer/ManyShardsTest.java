package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.Recorder.Kind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand shards in one worker: what each of them costs while nothing comes. */
@ExtendWith(KinesisExtension.class)
class ManyShardsTest {

    private static final int SHARDS = 1_000;
    private static final int MAX_BYTES_EACH = 64 << 10;

    private final TestStream stream;

    ManyShardsTest(KinesisExtension.Kinesis kinesis) {
        this.stream = kinesis.stream(SHARDS);
    }

    @Test
    void idleShardsCostNoThreadAndLittleMemory() {
        Recorder recorder = new Recorder();
        long heapBefore = usedHeap();
        int threadsBefore = Thread.activeCount();
        try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                .pollInterval(Duration.ofMillis(200))
                .idlePollInterval(Duration.ofSeconds(1))
                .build()) {
            worker.start();
            recorder.awaitCalls(Kind.INITIALIZE, SHARDS);
            stream.put("key", "one");
            recorder.awaitTexts(1);
            long bytesEach = (usedHeap() - heapBefore) / SHARDS;
            int threads = Thread.activeCount() - threadsBefore;
            System.out.printf(Locale.ROOT, "idle: shards=%d bytesEach=%d threads=%d%n", SHARDS, bytesEach, threads);
            assertThat(bytesEach).isLessThan(MAX_BYTES_EACH);
            // The worker's own, and those of the client and the service, which are as many as the machine has
            // processors.
            assertThat(threads).isLessThan(50);
        }
    }

    /** After a collection. The largest part of what is measured is what the worker holds. */
    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
