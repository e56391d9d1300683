package dev.millrace.benchmarks.producer;

import dev.millrace.producer.Producer;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The heap that a buffered user record takes, with a client that never answers. */
final class BufferedHeap {

    private static final int COUNT = 1_000_000;
    private static final int BYTES = 100;
    private static final long BUFFER = 1L << 30;

    private BufferedHeap() {}

    /** In bytes for each record of 100 bytes; the futures are the caller's and not kept. */
    static double bytesEach() {
        KinesisAsyncClient silent = (KinesisAsyncClient) Proxy.newProxyInstance(
                BufferedHeap.class.getClassLoader(),
                new Class<?>[] {KinesisAsyncClient.class},
                (proxy, method, arguments) -> method.getReturnType() == CompletableFuture.class
                        ? new CompletableFuture<>()
                        : refuse(method.getName()));
        try (Producer producer = Producer.builder(silent)
                .bufferBytes(BUFFER)
                .deliveryTimeout(Duration.ofHours(1))
                .build()) {
            byte[] data = new byte[BYTES];
            long before = used();
            for (int i = 0; i < COUNT; i++) {
                var unused = producer.put("stream", "key", data);
            }
            double each = (used() - before) / (double) COUNT;
            producer.close(Duration.ZERO);
            return each;
        }
    }

    private static Object refuse(String method) {
        throw new UnsupportedOperationException(method);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
