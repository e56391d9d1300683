package dev.millrace.benchmarks.firehose;

import dev.millrace.benchmarks.SideProcess;
import dev.millrace.benchmarks.consumer.Clients;
import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.consumer.SingleProcessWorkerBuilder;
import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.DeliveryStreamBuilder;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.lambda.firehose.FirehoseRecord;
import dev.millrace.lambda.firehose.Transformed;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * The process of one side: prints user records for each second, and seconds of processor time for each GB, between a quarter
 * and nine tenths of all. Arguments: side, endpoint of the stream, user records.
 */
public final class DeliveryProcess {

    private static final String STREAM = "bench";
    private static final int RECORD_BYTES = 100;
    private static final long LIMIT_MINUTES = 10;

    private final long total;
    private final LongAdder count = new LongAdder();
    private final CountDownLatch warm = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private DeliveryProcess(long total) {
        this.total = total;
    }

    public static void main(String[] arguments) throws Exception {
        DeliveryProcess process = new DeliveryProcess(Long.parseLong(arguments[2]));
        Path folder = Files.createTempDirectory("millrace-bench");
        try {
            process.start(DeliverySide.valueOf(arguments[0]), Clients.kinesis(URI.create(arguments[1])), folder);
            process.measure();
        } finally {
            delete(folder);
        }
        // What runs ends with the process.
        System.exit(0);
    }

    private void start(DeliverySide side, KinesisAsyncClient client, Path folder) {
        if (side == DeliverySide.READING) {
            SingleProcessWorker worker = fast(SingleProcessWorker.builder(
                                    client,
                                    STREAM,
                                    RecordProcessorFactory.forEachBatch(records -> took(records.size())))
                            .checkpointFolder(folder))
                    .build();
            worker.start();
            return;
        }
        DeliveryStreamBuilder builder = DeliveryStream.builder(
                        "bench", folder.resolve("state"), FolderDestination.of(folder.resolve("objects")))
                .source(client, STREAM, StartPosition.trimHorizon(), DeliveryProcess::fast)
                .delimiter("\n")
                .listener(new DeliveryListener() {
                    @Override
                    public void delivered(ObjectState object) {
                        took(object.records());
                    }
                });
        if (side == DeliverySide.TRANSFORMED) {
            builder.transformation(FunctionTransformation.of("bench", DeliveryProcess::changed));
        }
        builder.build().start();
    }

    private static SingleProcessWorkerBuilder fast(SingleProcessWorkerBuilder builder) {
        return builder.pollInterval(Duration.ZERO).bytesPerSecond(Long.MAX_VALUE);
    }

    private static Transformed changed(FirehoseRecord record) {
        byte[] bytes = new byte[record.data().remaining()];
        record.data().get(bytes);
        bytes[0]++;
        return Transformed.ok(bytes);
    }

    private void took(long records) {
        count.add(records);
        long sum = count.sum();
        if (sum >= total / 4) {
            warm.countDown();
        }
        if (sum >= total / 10 * 9) {
            done.countDown();
        }
    }

    private void measure() throws InterruptedException {
        await(warm);
        double cpuBefore = SideProcess.cpuSeconds(ProcessHandle.current());
        long begun = System.nanoTime();
        long before = count.sum();
        await(done);
        double cpu = SideProcess.cpuSeconds(ProcessHandle.current()) - cpuBefore;
        double seconds = (System.nanoTime() - begun) / 1e9;
        double counted = count.sum() - before;
        System.out.println(SideProcess.RESULT
                + String.format(Locale.ROOT, "%.0f %.3f", counted / seconds, cpu / (counted * RECORD_BYTES / 1e9)));
    }

    private void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            System.out.println(SideProcess.FAILURE + "took " + count.sum() + " of " + total);
            System.exit(1);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
