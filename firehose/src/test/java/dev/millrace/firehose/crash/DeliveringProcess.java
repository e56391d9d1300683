package dev.millrace.firehose.crash;

import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.DeliveryStreamBuilder;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.samples.NumberTransform;
import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.firehose.transformation.TransformationSettings;
import dev.millrace.processor.StartPosition;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * A process with two delivery streams from a Kinesis stream to folders, one raw, one transformed, to be killed. Says {@code
 * STARTED}, and a line for each delivered object. Arguments: endpoint, stream, folder.
 */
final class DeliveringProcess {

    /** What a line with an object begins with. */
    static final String DELIVERED = "O ";

    static final String RAW = "raw";
    static final String PROCESSED = "processed";

    private DeliveringProcess() {}

    public static void main(String[] arguments) {
        KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(URI.create(arguments[0]))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
        Path folder = Path.of(arguments[2]);
        DeliveryStream raw = builder(client, arguments[1], folder, RAW).build();
        DeliveryStream processed = builder(client, arguments[1], folder, PROCESSED)
                .transformation(
                        FunctionTransformation.of("sevens", new NumberTransform()),
                        TransformationSettings.defaults().bufferBytes(1000))
                .build();
        raw.start();
        processed.start();
        say("STARTED");
        Object unused = CompletableFuture.anyOf(raw.termination(), processed.termination())
                .join();
    }

    private static DeliveryStreamBuilder builder(KinesisAsyncClient client, String stream, Path folder, String name) {
        return DeliveryStream.builder(
                        name, folder.resolveSibling(name + "-state"), FolderDestination.of(folder.resolve(name)))
                .source(
                        client,
                        stream,
                        StartPosition.trimHorizon(),
                        worker -> worker.pollInterval(Duration.ofMillis(5)).idlePollInterval(Duration.ofMillis(20)))
                .prefix("good/", "bad/!{firehose:error-output-type}/")
                .delimiter("\n")
                .bufferBytes(2000)
                .bufferInterval(Duration.ofMillis(200))
                .listener(new Teller(name));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static final class Teller implements DeliveryListener {

        private final String name;

        Teller(String name) {
            this.name = name;
        }

        @Override
        public void delivered(ObjectState object) {
            say(DELIVERED + name + "/" + object.name());
        }
    }
}
