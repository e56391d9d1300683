package dev.millrace.benchmarks.consumer;

import dev.millrace.benchmarks.SideProcess;
import dev.millrace.local.LocalKinesis;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Our service in a process of its own, with a stream of aggregated records of 100 bytes. Argument: bytes of data. */
public final class FilledServer {

    private static final int SHARDS = 4;

    private FilledServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        long bytes = Long.parseLong(arguments[0]);
        try (LocalKinesis kinesis = LocalKinesis.start();
                KinesisAsyncClient client = Clients.kinesis(kinesis.endpoint())) {
            client.createStream(
                            request -> request.streamName(ReaderProcess.STREAM).shardCount(SHARDS))
                    .join();
            long userRecords = fill(client, bytes / AggregatedEntries.RECORD_BYTES);
            System.out.println(SideProcess.RESULT + kinesis.endpoint() + " " + userRecords);
            new CountDownLatch(1).await();
        }
    }

    /** Puts aggregates of the producer's size, the same few again and again. */
    private static long fill(KinesisAsyncClient client, long least) {
        AggregatedEntries aggregated = AggregatedEntries.make();
        long put = 0;
        while (put < least) {
            client.putRecords(
                            request -> request.streamName(ReaderProcess.STREAM).records(aggregated.entries()))
                    .join();
            put += aggregated.userRecords();
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
