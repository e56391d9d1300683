package dev.millrace.firehose.crash;

import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.processor.StartPosition;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * A process with a delivery stream from a Kinesis stream to a folder, to be killed. Says {@code STARTED}, and a line for each
 * delivered object. Arguments: endpoint, stream, folder.
 */
final class DeliveringProcess {

    /** What a line with an object begins with. */
    static final String DELIVERED = "O ";

    private DeliveringProcess() {}

    public static void main(String[] arguments) {
        KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(URI.create(arguments[0]))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
        Path folder = Path.of(arguments[2]);
        DeliveryStream stream = DeliveryStream.builder(
                        "words", folder.resolve("state"), FolderDestination.of(folder.resolve("objects")))
                .source(
                        client,
                        arguments[1],
                        StartPosition.trimHorizon(),
                        worker -> worker.pollInterval(Duration.ofMillis(5)).idlePollInterval(Duration.ofMillis(20)))
                .delimiter("\n")
                .bufferBytes(500)
                .bufferInterval(Duration.ofMillis(200))
                .listener(new Teller())
                .build();
        stream.start();
        say("STARTED");
        Void unused = stream.termination().join();
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static final class Teller implements DeliveryListener {
        @Override
        public void delivered(ObjectState object) {
            say(DELIVERED + object.name());
        }
    }
}
