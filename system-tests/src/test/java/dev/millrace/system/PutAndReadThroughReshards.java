package dev.millrace.system;

import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.local.LocalKinesis;
import dev.millrace.producer.Producer;
import dev.millrace.producer.ProducerBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * One run: records go through our producer into a stream of two shards, the stream is split and merged five times
 * meanwhile, and an application on the KCL, started after the third time, reads it from the beginning.
 */
final class PutAndReadThroughReshards {

    private static final int RECORDS = 100_000;
    private static final String STREAM = "numbers";

    /**
     * What came of a run.
     *
     * @param put accepted puts
     * @param read records that were read at least once
     * @param lost records that were put and never read
     * @param duplicates deliveries beyond the first of each record
     * @param unmatched puts whose shard, sequence and sub-sequence number no delivery had
     * @param reshards splits and merges
     * @param seconds for everything
     */
    record Outcome(int put, int read, int lost, int duplicates, int unmatched, int reshards, double seconds) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "put=%d read=%d lost=%d duplicates=%d unmatched=%d reshards=%d seconds=%.1f",
                    put,
                    read,
                    lost,
                    duplicates,
                    unmatched,
                    reshards,
                    seconds);
        }
    }

    private PutAndReadThroughReshards() {}

    /**
     * Runs it, and prints what came of it.
     *
     * @param name of the KCL application, hence of its lease table; for each run another
     * @param retrieval how the application gets its records
     * @param settings of the producer, which are what one run differs in from another
     */
    static Outcome run(
            DynamoDbLocal dynamoDbLocal, String name, KclRetrieval retrieval, UnaryOperator<ProducerBuilder> settings)
            throws Exception {
        long begun = System.nanoTime();
        Reckoning reckoning = new Reckoning(RECORDS);
        try (LocalKinesis local = LocalKinesis.start();
                KinesisAsyncClient kinesis = LocalClients.kinesis(local.endpoint());
                DynamoDbAsyncClient dynamoDb = LocalClients.dynamoDb(dynamoDbLocal.endpoint())) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(2))
                    .join();
            Resharder resharder = new Resharder(kinesis, STREAM);
            AtomicReference<KclReader> reader = new AtomicReference<>();
            List<Runnable> steps = List.of(
                    resharder::split,
                    resharder::split,
                    resharder::merge,
                    () -> reader.set(KclReader.start(name, STREAM, retrieval, kinesis, dynamoDb, reckoning)),
                    resharder::split,
                    resharder::merge);
            try (Producer producer = settings.apply(Producer.builder(kinesis).linger(Duration.ofMillis(20)))
                    .build()) {
                producer.prepare(STREAM).join();
                new RecordFlow(producer, STREAM, reckoning).run(steps);
                reckoning.awaitDeliveries();
            } finally {
                KclReader started = reader.get();
                if (started != null) {
                    started.close();
                }
            }
            Outcome outcome = new Outcome(
                    reckoning.put(),
                    reckoning.read(),
                    reckoning.lost(),
                    reckoning.duplicates(),
                    reckoning.unmatched(),
                    resharder.done(),
                    (System.nanoTime() - begun) / 1e9);
            System.out.println("kcl " + name + ": " + outcome);
            return outcome;
        }
    }
}
