package dev.millrace.firehose.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.Record;

/**
 * Records are put while the destination changes: each goes to one destination, once. It is one that was the destination
 * at some moment between its put and the answer.
 */
@Timeout(240)
class ChangingDestinationTest {

    private static final int WRITERS = 3;
    private static final int CHANGES = 8;
    private static final int PUTS_BETWEEN = 20;

    /** The first and the last destination that a record may have, as numbers of changes. */
    private record Allowed(int first, int last) {}

    private final Map<String, Allowed> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger puts = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();

    @TempDir
    private Path folder;

    @Test
    void everyRecordIsInOneDestinationOnce() {
        try (LocalServices services = LocalServices.start(folder)) {
            Await.result(services.firehose().createDeliveryStream(DeliveryStreams.toBucket("puts", "bucket-0", 900)));
            DeliveryStreams.awaitActive(services.firehose(), "puts");
            List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> putUntilTheEnd(services, writer), task -> {
                        Thread thread = new Thread(task, "writer-" + writer);
                        thread.setDaemon(true);
                        thread.start();
                    }))
                    .toList();
            try {
                for (int change = 1; change <= CHANGES; change++) {
                    awaitPuts();
                    change(services, change);
                }
                awaitPuts();
            } finally {
                stopping.set(true);
            }
            writers.forEach(Await::result);
            Await.result(services.firehose().deleteDeliveryStream(request -> request.deliveryStreamName("puts")));
            Await.until(
                    "its end",
                    () -> Await.result(services.firehose().listDeliveryStreams())
                            .deliveryStreamNames()
                            .isEmpty());
            assertDelivered(services);
        }
    }

    private void awaitPuts() {
        int before = puts.get();
        Await.until("puts", () -> puts.get() >= before + PUTS_BETWEEN);
    }

    private void putUntilTheEnd(LocalServices services, int writer) {
        for (int i = 0; !stopping.get(); i++) {
            List<String> texts = List.of(writer + "-" + i + "-a", writer + "-" + i + "-b");
            int first = ended.get();
            var answer = Await.result(services.firehose()
                    .putRecordBatch(request -> request.deliveryStreamName("puts")
                            .records(texts.stream()
                                    .map(text -> Record.builder()
                                            .data(SdkBytes.fromUtf8String(text + "\n"))
                                            .build())
                                    .toList())));
            assertThat(answer.failedPutCount()).isZero();
            Allowed allowed = new Allowed(first, begun.get());
            texts.forEach(text -> acknowledged.put(text, allowed));
            puts.incrementAndGet();
        }
    }

    private void change(LocalServices services, int change) {
        begun.incrementAndGet();
        Await.result(services.firehose()
                .updateDestination(request -> request.deliveryStreamName("puts")
                        .currentDeliveryStreamVersionId(Integer.toString(change))
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(
                                update -> update.bucketARN(LocalServices.bucketArn("bucket-" + change)))));
        ended.incrementAndGet();
    }

    private void assertDelivered(LocalServices services) {
        Map<String, Integer> found = new HashMap<>();
        for (int bucket = 0; bucket <= CHANGES; bucket++) {
            int number = bucket;
            services.content("bucket-" + bucket, "")
                    .lines()
                    .forEach(text -> assertThat(found.put(text, number))
                            .as("bucket before: %s", text)
                            .isNull());
        }
        assertThat(found.keySet()).isEqualTo(acknowledged.keySet());
        acknowledged.forEach(
                (text, allowed) -> assertThat(found.get(text)).as(text).isBetween(allowed.first(), allowed.last()));
    }
}
