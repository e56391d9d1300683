package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.local.LocalKinesis;
import dev.millrace.producer.Producer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Two applications on the KCL, one that polls and one whose records are pushed, read one stream to the ends of its shards. */
final class KclShardEndTest {

    private static final String STREAM = "ends";
    private static final int RECORDS = 40_000;

    @AutoClose
    private static DynamoDbLocal dynamoDb;

    @BeforeAll
    static void startDynamoDb() throws Exception {
        dynamoDb = LocalClients.dynamoDbService();
    }

    @Test
    void pollingAndFanOutReadThroughASplitAndAMergeToTheEndsOfTheParents() throws Exception {
        long begun = System.nanoTime();
        Reckoning polling = new Reckoning(RECORDS);
        Reckoning pushed = new Reckoning(RECORDS);
        BlockingQueue<KclReader> readers = new LinkedBlockingQueue<>();
        try (LocalKinesis local = LocalKinesis.start();
                KinesisAsyncClient kinesis = LocalClients.kinesis(local.endpoint());
                DynamoDbAsyncClient leases = LocalClients.dynamoDb(dynamoDb.endpoint());
                Producer producer =
                        Producer.builder(kinesis).linger(Duration.ofMillis(20)).build()) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(2))
                    .join();
            producer.prepare(STREAM).join();
            Resharder resharder = new Resharder(kinesis, STREAM);
            try {
                new RecordFlow(producer, STREAM, polling, pushed)
                        .run(List.of(
                                () -> readers.add(KclReader.start(
                                        "ends-polling", STREAM, KclRetrieval.POLLING, kinesis, leases, polling)),
                                () -> readers.add(KclReader.start(
                                        "ends-pushed", STREAM, KclRetrieval.FAN_OUT, kinesis, leases, pushed)),
                                resharder::split,
                                resharder::merge));
                polling.awaitDeliveries();
                pushed.awaitDeliveries();
                Set<String> parents = resharder.closed();
                assertThat(parents).as("one was split, two were merged").hasSize(3);
                for (Reckoning reader : List.of(polling, pushed)) {
                    assertThat(reader.awaitEnds(parents)).isEqualTo(parents);
                    assertThat(reader.put()).isEqualTo(RECORDS);
                    assertThat(reader.read()).isEqualTo(RECORDS);
                    assertThat(reader.duplicates()).isZero();
                    assertThat(reader.unmatched()).isZero();
                }
                System.out.printf(
                        "kcl ends: put=%d polling=%d pushed=%d ended=%s seconds=%.1f%n",
                        polling.put(), polling.read(), pushed.read(), parents, (System.nanoTime() - begun) / 1e9);
            } finally {
                readers.forEach(KclReader::close);
            }
        }
    }
}
