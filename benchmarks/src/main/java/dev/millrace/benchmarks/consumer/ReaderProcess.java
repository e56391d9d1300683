package dev.millrace.benchmarks.consumer;

import dev.millrace.benchmarks.SideProcess;
import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.kcl.KclWorker;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The process of one side: reads all of a stream, looks at each user record, makes a checkpoint behind each batch, and
 * prints user records for each second of processor time, and for each second, of the last three quarters. Arguments: side,
 * endpoint of the stream, endpoint of the lease table, user records.
 */
public final class ReaderProcess {

    public static final String STREAM = "bench";

    private static final long LIMIT_MINUTES = 10;

    private final long total;
    private final LongAdder count = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final CountDownLatch warm = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    ReaderProcess(long total) {
        this.total = total;
    }

    public static void main(String[] arguments) throws Exception {
        URI endpoint = URI.create(arguments[1]);
        URI leases = URI.create(arguments[2]);
        ReaderProcess reader = new ReaderProcess(Long.parseLong(arguments[3]));
        Thread side = new Thread(() -> reader.read(arguments[0], endpoint, leases), "side");
        side.setDaemon(true);
        side.start();
        reader.await(reader.warm);
        double cpuBefore = SideProcess.cpuSeconds(ProcessHandle.current());
        long begun = System.nanoTime();
        long before = reader.count.sum();
        reader.await(reader.done);
        double cpu = SideProcess.cpuSeconds(ProcessHandle.current()) - cpuBefore;
        double seconds = (System.nanoTime() - begun) / 1e9;
        double counted = reader.count.sum() - before;
        System.out.println(
                SideProcess.RESULT + String.format(Locale.ROOT, "%.0f %.0f", counted / cpu, counted / seconds));
        System.exit(0);
    }

    private void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            System.out.println(SideProcess.FAILURE + "read " + count.sum() + " of " + total);
            System.exit(1);
        }
    }

    /** Takes a batch: what all sides do with their records. */
    void took(int records, long dataBytes) {
        count.add(records);
        bytes.add(dataBytes);
        long sum = count.sum();
        if (sum >= total / 4) {
            warm.countDown();
        }
        if (sum >= total) {
            done.countDown();
        }
    }

    private void read(String side, URI endpoint, URI leases) {
        try {
            switch (side) {
                case "worker" ->
                    SingleProcessWorker.builder(Clients.kinesis(endpoint), STREAM, forEachBatch())
                            .checkpointFolder(Files.createTempDirectory("millrace-bench"))
                            .pollInterval(Duration.ZERO)
                            .bytesPerSecond(Long.MAX_VALUE)
                            .build()
                            .run(Duration.ofSeconds(1));
                case "kcl-worker" ->
                    KclWorker.builder("bench", Clients.kinesis(endpoint), Clients.dynamoDb(leases), forEachBatch())
                            .stream(STREAM, StartPosition.trimHorizon())
                            .build()
                            .run(Duration.ofSeconds(1));
                default -> BareKcl.run(endpoint, leases, this::took);
            }
        } catch (Exception e) {
            System.out.println(SideProcess.FAILURE + e);
            System.exit(1);
        }
    }

    private RecordProcessorFactory forEachBatch() {
        return RecordProcessorFactory.forEachBatch(records -> {
            long dataBytes = 0;
            for (var record : records) {
                dataBytes += record.data().remaining() + record.partitionKey().length();
            }
            took(records.size(), dataBytes);
        });
    }
}
