package dev.millrace.cli.quickstart;

import dev.millrace.cli.io.HttpThreads;
import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.local.LocalKinesis;
import dev.millrace.producer.Producer;
import dev.millrace.record.UserRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * One run of the main job: service, stream, producer, worker, and the reckoning at the end. The input is read twice:
 * first to see that all of it can be put, then to put it.
 */
public final class Quickstart {

    private static final String STREAM = "words";
    private static final int SHARDS = 4;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final Duration LINGER = Duration.ofMillis(50);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long nothing may be delivered before what is missing counts as lost. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final int PROGRESS_EVERY = 4096;

    private final DeliveryLedger ledger = new DeliveryLedger();
    private final PutMeter meter = new PutMeter();
    private final WordCounts counts = new WordCounts();
    private final AtomicLong failedPuts = new AtomicLong();
    private final Consumer<String> progress;
    private long total;
    private long plainBytes;
    private long plainUnits;
    private long put;

    private Quickstart(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Runs it; the consumer is shown a line now and then. */
    public static QuickstartReport run(TextFiles text, Consumer<String> progress)
            throws IOException, InterruptedException {
        return new Quickstart(progress).run(text);
    }

    private QuickstartReport run(TextFiles text) throws IOException, InterruptedException {
        text.forEachWord(word -> {
            total++;
            plainBytes += word.recordBytes();
            plainUnits += PutMeter.payloadUnits(word.recordBytes());
        });
        Path folder = Files.createTempDirectory("millrace-quickstart");
        try (LocalKinesis kinesis = LocalKinesis.start();
                KinesisAsyncClient client = client(kinesis)) {
            client.createStream(request -> request.streamName(STREAM).shardCount(SHARDS))
                    .join();
            return run(text, client, folder);
        } finally {
            delete(folder);
        }
    }

    private QuickstartReport run(TextFiles text, KinesisAsyncClient client, Path folder) throws IOException {
        Resharder resharder = new Resharder(client, STREAM, total);
        try (SingleProcessWorker worker = SingleProcessWorker.builder(
                        client, STREAM, () -> new WordProcessor(counts, ledger))
                .checkpointFolder(folder)
                .pollInterval(POLL_INTERVAL)
                .bytesPerSecond(Long.MAX_VALUE)
                .build()) {
            worker.start();
            long begun = System.nanoTime();
            putAll(text, client, resharder);
            long answered = System.nanoTime();
            long delivered = awaitDeliveries(answered);
            return new QuickstartReport(
                    text.count(),
                    total,
                    failedPuts.get(),
                    ledger.kinesisRecords(),
                    plainBytes,
                    meter.bytes(),
                    plainUnits,
                    meter.payloadUnits(),
                    seconds(answered - begun),
                    seconds(delivered - begun),
                    ledger.lost(),
                    ledger.duplicates(),
                    resharder.done(),
                    counts);
        }
    }

    private void putAll(TextFiles text, KinesisAsyncClient client, Resharder resharder) throws IOException {
        try (Producer producer = Producer.builder(client).linger(LINGER).build()) {
            producer.prepare(STREAM).join();
            text.forEachWord(word -> {
                CompletableFuture<?> unused = producer.put(STREAM, UserRecord.of(word.partitionKey(), word.bytes()))
                        .whenComplete((result, failure) -> {
                            if (failure == null) {
                                ledger.stored(result.shardId(), result.sequenceNumber(), result.subSequenceNumber());
                            } else {
                                failedPuts.incrementAndGet();
                            }
                        });
                put++;
                resharder.advance(put);
                if (put % PROGRESS_EVERY == 0) {
                    showProgress();
                }
            });
            producer.flush();
        }
    }

    /** Waits until everything was delivered, or nothing comes any more; the moment of the last delivery. */
    private long awaitDeliveries(long since) {
        long last = since;
        long seen = ledger.deliveries();
        while (ledger.lost() > 0 && System.nanoTime() - last < PATIENCE_NANOS) {
            LockSupport.parkNanos(POLL_NANOS);
            showProgress();
            if (ledger.deliveries() != seen) {
                seen = ledger.deliveries();
                last = System.nanoTime();
            }
        }
        return last;
    }

    private void showProgress() {
        progress.accept(
                String.format(Locale.ROOT, "  %,d of %,d words put, %,d counted", put, total, ledger.deliveries()));
    }

    private KinesisAsyncClient client(LocalKinesis kinesis) {
        return KinesisAsyncClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.US_EAST_1)
                .httpClientBuilder(HttpThreads.httpClient())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(override -> override.addExecutionInterceptor(meter))
                .build();
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
