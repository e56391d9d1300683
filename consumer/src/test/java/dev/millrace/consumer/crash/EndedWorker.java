package dev.millrace.consumer.crash;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShutdownRequestedInput;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * A process that does nothing but run a worker, and makes its only checkpoint when it is asked to end. Says {@code D} for
 * each record and {@code S} behind that checkpoint. Arguments: endpoint, stream, folder.
 */
final class EndedWorker {

    private EndedWorker() {}

    public static void main(String[] arguments) {
        KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(URI.create(arguments[0]))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
        SingleProcessWorker.builder(client, arguments[1], Late::new)
                .checkpointFolder(Path.of(arguments[2]))
                .build()
                .run(Duration.ofSeconds(20));
    }

    private static final class Late implements RecordProcessor {

        @Override
        public void processRecords(ProcessRecordsInput input) {
            input.records().forEach(record -> System.out.println("D"));
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) {
            input.checkpointer().checkpoint();
            System.out.println("S");
        }
    }
}
