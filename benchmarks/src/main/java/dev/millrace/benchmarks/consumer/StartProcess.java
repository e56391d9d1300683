package dev.millrace.benchmarks.consumer;

import dev.millrace.benchmarks.SideProcess;
import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.kcl.KclWorker;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.Worker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.coordinator.Scheduler;

/**
 * The process of one side: new applications start one after the other, and each ends with its first record. Prints the seconds
 * from {@code start} to there: the first time, which loads the classes too, and the median. All settings are the side's own
 * defaults. Arguments: side, endpoint of the stream, endpoint of the lease table, times.
 */
public final class StartProcess {

    private static final long LIMIT_MINUTES = 5;

    private final String side;
    private final KinesisAsyncClient kinesis;
    private final DynamoDbAsyncClient dynamoDb;

    private StartProcess(String side, URI endpoint, URI leases) {
        this.side = side;
        this.kinesis = Clients.kinesis(endpoint);
        this.dynamoDb = Clients.dynamoDb(leases);
    }

    public static void main(String[] arguments) throws Exception {
        StartProcess process = new StartProcess(arguments[0], URI.create(arguments[1]), URI.create(arguments[2]));
        double[] seconds = new double[Integer.parseInt(arguments[3])];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = process.start("start-" + i);
        }
        double first = seconds[0];
        Arrays.sort(seconds);
        System.out.println(
                SideProcess.RESULT + String.format(Locale.ROOT, "%.3f %.3f", first, seconds[seconds.length / 2]));
        System.exit(0);
    }

    private double start(String application) throws IOException, InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        if (side.equals("kcl")) {
            Scheduler scheduler = BareKcl.scheduler(kinesis, dynamoDb, application, config -> {}, (records, bytes) -> {
                first.countDown();
            });
            Thread thread = new Thread(scheduler, application);
            thread.setDaemon(true);
            double seconds = seconds(thread::start, first);
            scheduler.shutdown();
            return seconds;
        }
        try (Worker worker = worker(application, RecordProcessorFactory.forEachBatch(records -> first.countDown()))) {
            return seconds(worker::start, first);
        }
    }

    private Worker worker(String application, RecordProcessorFactory factory) throws IOException {
        if (side.equals("kcl-worker")) {
            return KclWorker.builder(application, kinesis, dynamoDb, factory).stream(
                            ReaderProcess.STREAM, StartPosition.trimHorizon())
                    .build();
        }
        return SingleProcessWorker.builder(kinesis, ReaderProcess.STREAM, factory)
                .checkpointFolder(Files.createTempDirectory("millrace-bench"))
                .build();
    }

    private static double seconds(Runnable start, CountDownLatch first) throws InterruptedException {
        long begun = System.nanoTime();
        start.run();
        if (!first.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            System.out.println(SideProcess.FAILURE + "no record within "
                    + Duration.ofMinutes(LIMIT_MINUTES).toSeconds() + " s");
            System.exit(1);
        }
        return (System.nanoTime() - begun) / 1e9;
    }
}
