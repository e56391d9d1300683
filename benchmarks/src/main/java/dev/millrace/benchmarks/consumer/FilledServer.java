package dev.millrace.benchmarks.consumer;

import dev.millrace.benchmarks.SideProcess;
import dev.millrace.local.LocalKinesis;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.RecordAggregator;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Our service in a process of its own, with a stream of aggregated records of 100 bytes. Argument: bytes of data. */
public final class FilledServer {

    private static final int SHARDS = 4;
    private static final int RECORD_BYTES = 100;
    private static final int ENTRIES = 64;

    private FilledServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        long bytes = Long.parseLong(arguments[0]);
        try (LocalKinesis kinesis = LocalKinesis.start();
                KinesisAsyncClient client = Clients.kinesis(kinesis.endpoint())) {
            client.createStream(
                            request -> request.streamName(ReaderProcess.STREAM).shardCount(SHARDS))
                    .join();
            long userRecords = fill(client, bytes / RECORD_BYTES);
            System.out.println(SideProcess.RESULT + kinesis.endpoint() + " " + userRecords);
            new CountDownLatch(1).await();
        }
    }

    /** Puts aggregates of the producer's size, the same few again and again. */
    private static long fill(KinesisAsyncClient client, long least) {
        Random random = new Random(1);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        long each = 0;
        while (entries.size() < ENTRIES) {
            RecordAggregator aggregator =
                    RecordAggregator.builder().maxSizeBytes(51_200).build();
            byte[] data = new byte[RECORD_BYTES];
            for (int i = 0; i < 430; i++) {
                random.nextBytes(data);
                aggregator.addUserRecord("key-" + random.nextInt(10_000), data);
            }
            for (AggregatedRecord record : aggregator.clearAndGet()) {
                each += record.userRecordCount();
                entries.add(PutRecordsRequestEntry.builder()
                        .partitionKey(record.partitionKey())
                        .data(SdkBytes.fromByteBuffer(record.data()))
                        .build());
            }
        }
        long put = 0;
        while (put < least) {
            client.putRecords(
                            request -> request.streamName(ReaderProcess.STREAM).records(entries))
                    .join();
            put += each;
        }
        return put;
    }

    /** Endpoint, and how many user records there are, as the process prints it when the stream is filled. */
    public static String[] awaitFilled(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(SideProcess.RESULT)) {
                return line.substring(SideProcess.RESULT.length()).split(" ", -1);
            }
        }
        throw new IOException("the service does not start");
    }
}
