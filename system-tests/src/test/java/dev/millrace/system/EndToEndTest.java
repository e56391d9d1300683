package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.local.LocalKinesis;
import dev.millrace.producer.Producer;
import dev.millrace.record.AggregationLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Our own producer and worker on our own service, through reshards. */
final class EndToEndTest {

    private static final int RECORDS = 50_000;
    private static final String STREAM = "numbers";

    @TempDir
    private Path folder;

    private final Reckoning reckoning = new Reckoning(RECORDS);

    /** One after the other; the last one runs. */
    private final Deque<SingleProcessWorker> workers = new ConcurrentLinkedDeque<>();

    @Test
    void everyRecordIsReadExactlyOnceWhereItWasPutThroughReshards() throws Exception {
        putAndRead(AggregationLayout.PINNED, false);
        assertExactlyOnce();
    }

    @Test
    void aWorkerThatIsStoppedAndReplacedGoesOnBehindTheLastCheckpoint() throws Exception {
        putAndRead(AggregationLayout.PINNED, true);
        assertExactlyOnce();
    }

    @Test
    void inKplLayoutNothingIsLostEither() throws Exception {
        putAndRead(AggregationLayout.KPL, false);
        assertThat(reckoning.put()).isEqualTo(RECORDS);
        assertThat(reckoning.read()).isEqualTo(RECORDS);
    }

    private void putAndRead(AggregationLayout layout, boolean replaced) throws Exception {
        try (LocalKinesis local = LocalKinesis.start();
                KinesisAsyncClient kinesis = LocalClients.kinesis(local.endpoint())) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(2))
                    .join();
            Resharder resharder = new Resharder(kinesis, STREAM);
            start(kinesis);
            Runnable replace = () -> {
                if (replaced) {
                    assertThat(workers.getLast().close(Duration.ofSeconds(30))).isTrue();
                    start(kinesis);
                }
            };
            List<Runnable> steps = List.of(
                    resharder::split,
                    resharder::split,
                    replace,
                    resharder::merge,
                    resharder::split,
                    replace,
                    resharder::merge,
                    resharder::split);
            try (Producer producer = Producer.builder(kinesis)
                    .layout(layout)
                    .linger(Duration.ofMillis(20))
                    .build()) {
                producer.prepare(STREAM).join();
                new RecordFlow(producer, STREAM, reckoning).run(steps);
                reckoning.awaitDeliveries();
            } finally {
                workers.getLast().close();
            }
            assertThat(workers)
                    .hasSize(replaced ? 3 : 1)
                    .allSatisfy(worker -> assertThat(worker.termination()).isCompleted());
            assertThat(resharder.done()).isEqualTo(6);
        }
    }

    private void start(KinesisAsyncClient kinesis) {
        SingleProcessWorker worker = SingleProcessWorker.builder(
                        kinesis, STREAM, () -> new WorkerRecordProcessor(reckoning))
                .checkpointFolder(folder)
                .pollInterval(Duration.ofMillis(20))
                .bytesPerSecond(Long.MAX_VALUE)
                .build();
        worker.start();
        workers.add(worker);
    }

    private void assertExactlyOnce() {
        assertThat(reckoning.put()).isEqualTo(RECORDS);
        assertThat(reckoning.read()).isEqualTo(RECORDS);
        assertThat(reckoning.lost()).isZero();
        assertThat(reckoning.duplicates()).isZero();
        assertThat(reckoning.unmatched()).isZero();
    }
}
