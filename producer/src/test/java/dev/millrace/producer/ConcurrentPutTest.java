package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KinesisExtension.class)
class ConcurrentPutTest {

    private static final int THREADS = 8;
    private static final int RECORDS_PER_THREAD = 2_000;

    private final KinesisExtension.Kinesis kinesis;

    ConcurrentPutTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    /** The buffer is small, so that the threads also wait for room. */
    @Test
    void eightThreadsPutIntoTwoStreams() throws InterruptedException, ExecutionException, TimeoutException {
        List<TestStream> streams = List.of(kinesis.stream(3), kinesis.stream(5));
        Map<String, CompletableFuture<PutResult>> futures = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Producer producer = Producer.builder(kinesis.client())
                .linger(Duration.ofMillis(5))
                .maxAggregateBytes(4 * 1024)
                .maxRecordBytes(4 * 1024)
                .bufferBytes(256 * 1024)
                .build()) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String prefix = "thread-" + thread + "-";
                running.add(threads.submit(() -> {
                    for (int i = 0; i < RECORDS_PER_THREAD; i++) {
                        String text = prefix + i;
                        futures.put(text, producer.put(streams.get(i % 2).name(), "key-" + i % 97, Texts.bytes(text)));
                        if (i % 500 == 499) {
                            producer.flush();
                        }
                    }
                }));
            }
            for (Future<?> thread : running) {
                thread.get(Await.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
            producer.flush();

            List<StreamContents> contents =
                    streams.stream().map(TestStream::contents).toList();
            assertThat(futures).hasSize(THREADS * RECORDS_PER_THREAD);
            assertThat(contents)
                    .allSatisfy(half -> assertThat(half.userRecords()).hasSize(THREADS * RECORDS_PER_THREAD / 2));
            List<Map<StreamContents.Place, StreamContents.Found>> places =
                    contents.stream().map(StreamContents::byPlace).toList();
            futures.forEach((text, future) -> {
                int stream = Integer.parseInt(text.substring(text.lastIndexOf('-') + 1)) % 2;
                assertThat(places.get(stream).get(StreamContents.Place.of(Await.result(future))))
                        .extracting(StreamContents.Found::text)
                        .isEqualTo(text);
            });
            Puts.assertNothingIsOutstanding(producer);
        } finally {
            threads.shutdownNow();
        }
    }
}
