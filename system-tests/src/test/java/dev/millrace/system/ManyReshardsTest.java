package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.local.LocalKinesis;
import dev.millrace.producer.Producer;
import dev.millrace.record.AggregationLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Records flow while the stream is split and merged all the time; the KCL and our worker read the same stream. */
final class ManyReshardsTest {

    private static final String STREAM = "numbers";

    @AutoClose
    private static DynamoDbLocal dynamoDb;

    @BeforeAll
    static void startDynamoDb() throws Exception {
        dynamoDb = LocalClients.dynamoDbService();
    }

    @Test
    void bothReadersGetEveryPinnedRecordOnce() throws Exception {
        pinned("once", 200_000, 10);
    }

    @Test
    @Tag("long")
    void bothReadersGetFiveMillionPinnedRecordsOnceThroughSixtyReshards() throws Exception {
        pinned("once-long", 5_000_000, 60);
    }

    @Test
    void inKplLayoutEveryCopyHasItsReason() throws Exception {
        kpl("explained", 200_000, 10);
    }

    @Test
    @Tag("long")
    void inKplLayoutEveryCopyOfFiveMillionRecordsHasItsReason() throws Exception {
        kpl("explained-long", 5_000_000, 60);
    }

    private static void pinned(String name, int records, int reshards) throws Exception {
        Reckoning kcl = new Reckoning(records);
        Reckoning worker = new Reckoning(records);
        run(name, AggregationLayout.PINNED, reshards, kcl, worker);
        for (Reckoning reader : List.of(kcl, worker)) {
            assertThat(reader.put()).isEqualTo(records);
            assertThat(reader.read()).isEqualTo(records);
            assertThat(reader.duplicates()).isZero();
            assertThat(reader.unmatched()).isZero();
        }
    }

    private static void kpl(String name, int records, int reshards) throws Exception {
        Reckoning kcl = new Reckoning(records);
        Reckoning worker = new Reckoning(records);
        run(name, AggregationLayout.KPL, reshards, kcl, worker);
        assertThat(worker.copies())
                .as("some went again, else this proves nothing")
                .isGreaterThan(records);
        assertThat(worker.read()).isEqualTo(records);
        assertThat(worker.deliveries()).isEqualTo(worker.copies());
        assertThat(kcl.read()).isEqualTo(records);
        assertThat(kcl.duplicates()).as("the KCL drops what went astray").isZero();
    }

    private static void run(String name, AggregationLayout layout, int reshards, Reckoning kcl, Reckoning worker)
            throws Exception {
        long begun = System.nanoTime();
        try (LocalKinesis local = LocalKinesis.start();
                KinesisAsyncClient kinesis = LocalClients.kinesis(local.endpoint());
                DynamoDbAsyncClient leases = LocalClients.dynamoDb(dynamoDb.endpoint())) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(4))
                    .join();
            Resharder resharder = new Resharder(kinesis, STREAM);
            List<Runnable> steps = new ArrayList<>();
            for (int i = 0; i < reshards; i++) {
                steps.add(i % 2 == 0 ? resharder::split : resharder::merge);
            }
            AtomicReference<KclReader> reader = new AtomicReference<>();
            // It waits for its first delivery, so records have to flow.
            steps.add(0, () -> reader.set(KclReader.start(name, STREAM, KclRetrieval.POLLING, kinesis, leases, kcl)));
            try (SingleProcessWorker own = SingleProcessWorker.builder(
                                    kinesis, STREAM, () -> new WorkerRecordProcessor(worker))
                            .pollInterval(Duration.ofMillis(20))
                            .bytesPerSecond(Long.MAX_VALUE)
                            .build();
                    Producer producer = Producer.builder(kinesis)
                            .layout(layout)
                            .linger(Duration.ofMillis(20))
                            .rateLimit(Double.POSITIVE_INFINITY)
                            .build()) {
                own.start();
                producer.prepare(STREAM).join();
                new RecordFlow(producer, STREAM, kcl, worker).run(steps);
                worker.awaitDeliveries();
                kcl.awaitDeliveries();
            } finally {
                KclReader started = reader.get();
                if (started != null) {
                    started.close();
                }
            }
            assertThat(resharder.done()).isEqualTo(reshards);
            System.out.printf(
                    "%s: put=%d reshards=%d copies=%d kcl: read=%d duplicates=%d worker: read=%d duplicates=%d seconds=%.1f%n",
                    name,
                    kcl.put(),
                    resharder.done(),
                    kcl.copies(),
                    kcl.read(),
                    kcl.duplicates(),
                    worker.read(),
                    worker.duplicates(),
                    (System.nanoTime() - begun) / 1e9);
        }
    }
}
