package dev.millrace.consumer.crash;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.StartPosition;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * A process with a worker that tells what it does, in lines: {@code STARTED}, {@code I shard}, {@code D shard number index}
 * for each delivered record, {@code B shard number index} before a checkpoint and {@code C shard number index} behind it.
 * It is to be killed. Arguments: endpoint, stream, folder, TRIM_HORIZON or LATEST.
 */
final class KilledWorker {

    private KilledWorker() {}

    public static void main(String[] arguments) {
        KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(URI.create(arguments[0]))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
        SingleProcessWorker worker = SingleProcessWorker.builder(client, arguments[1], Teller::new)
                .checkpointFolder(Path.of(arguments[2]))
                .startPosition(arguments[3].equals("LATEST") ? StartPosition.latest() : StartPosition.trimHorizon())
                .pollInterval(Duration.ofMillis(5))
                .build();
        worker.start();
        say("STARTED");
        Void unused = worker.termination().join();
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }

    /** Makes a checkpoint now and then, somewhere in the batch, inside of aggregates too. */
    private static final class Teller implements RecordProcessor {

        private String shardId = "";

        @Override
        public void initialize(InitializationInput input) {
            shardId = input.shardId();
            say("I " + shardId);
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            for (ReceivedRecord record : input.records()) {
                String place = shardId + " " + record.sequenceNumber() + " " + record.subSequenceNumber();
                say("D " + place);
                if (ThreadLocalRandom.current().nextInt(7) == 0) {
                    say("B " + place);
                    input.checkpointer().checkpoint(record);
                    say("C " + place);
                }
            }
        }
    }
}
