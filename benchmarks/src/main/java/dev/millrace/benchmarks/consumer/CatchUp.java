package dev.millrace.benchmarks.consumer;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.ReadEvent;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.WorkerListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** How close a worker with its default settings comes to what the service gives of a shard, when there is much to read. */
final class CatchUp {

    private static final double BYTES_PER_SECOND = 2 * 1024 * 1024;
    private static final int RECORD_BYTES = 100_000;
    private static final int RECORDS = 600;
    private static final long LIMIT_MINUTES = 3;

    private CatchUp() {}

    /** The share of the service's limit that was reached, and how many reads were refused. */
    static double[] run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("millrace-bench");
        try {
            fill(folder.resolve("data"));
            return read(folder);
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /** Without limits, so that it takes no minute. */
    private static void fill(Path data) {
        byte[] bytes = new byte[RECORD_BYTES];
        try (LocalKinesis kinesis = LocalKinesis.builder().dataDirectory(data).start();
                KinesisAsyncClient client = Clients.kinesis(kinesis.endpoint())) {
            kinesis.createStream("us-east-1", ReaderProcess.STREAM, 1);
            for (int i = 0; i < RECORDS; i++) {
                client.putRecord(request -> request.streamName(ReaderProcess.STREAM)
                                .partitionKey("key")
                                .data(SdkBytes.fromByteArray(bytes)))
                        .join();
            }
        }
    }

    private static double[] read(Path folder) throws IOException, InterruptedException {
        LongAdder refused = new LongAdder();
        AtomicLong count = new AtomicLong();
        CountDownLatch done = new CountDownLatch(1);
        WorkerListener listener = new WorkerListener() {
            @Override
            public void readEnded(ReadEvent event) {
                if (event.failure() != null) {
                    refused.increment();
                }
            }
        };
        try (LocalKinesis kinesis = LocalKinesis.builder()
                        .dataDirectory(folder.resolve("data"))
                        .strict(true)
                        .start();
                KinesisAsyncClient client = Clients.kinesis(kinesis.endpoint());
                SingleProcessWorker worker = SingleProcessWorker.builder(
                                client, ReaderProcess.STREAM, RecordProcessorFactory.forEachBatch(records -> {
                                    if (count.addAndGet(records.size()) == RECORDS) {
                                        done.countDown();
                                    }
                                }))
                        .checkpointFolder(folder.resolve("checkpoints"))
                        .listener(listener)
                        .build()) {
            long begun = System.nanoTime();
            worker.start();
            if (!done.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("read " + count + " of " + RECORDS);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new double[] {(double) RECORDS * RECORD_BYTES / seconds / BYTES_PER_SECOND, refused.sum()};
        }
    }
}
