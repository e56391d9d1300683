package dev.millrace.firehose.crash;

import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.DeliveryStreamBuilder;
import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.destination.S3Destination;
import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.s3.S3Clients;
import dev.millrace.firehose.samples.NumberTransform;
import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.firehose.transformation.TransformationSettings;
import dev.millrace.processor.StartPosition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A process with two delivery streams from a Kinesis stream, one raw, one transformed, to be killed. Says {@code STARTED}, a
 * line for each delivered object and for each failure, and for each line that it is told how much heap is used after a
 * collection. Ends with its standard input. Arguments: endpoint, stream, folder of objects beside which its state is; and, for
 * objects in buckets instead, the endpoint of an S3 service.
 */
final class DeliveringProcess {

    /** What a line with an object begins with. */
    static final String DELIVERED = "O ";

    /** What a line about a failure begins with; the delivery stream follows. */
    static final String FAILED = "F ";

    /** What a line about the heap begins with; bytes follow. */
    static final String HEAP = "H ";

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
        Function<String, Destination> destinations = name -> FolderDestination.of(folder.resolve(name));
        long bufferBytes = 2000;
        if (arguments.length > 3) {
            S3Client buckets = S3Clients.of(URI.create(arguments[3]), Duration.ofSeconds(10));
            destinations = name -> S3Destination.of(buckets, name);
            bufferBytes = 500_000;
        }
        DeliveryStream raw = builder(client, arguments[1], folder, RAW, destinations)
                .bufferBytes(bufferBytes)
                .build();
        DeliveryStream processed = builder(client, arguments[1], folder, PROCESSED, destinations)
                .bufferBytes(bufferBytes)
                .transformation(
                        FunctionTransformation.of("sevens", new NumberTransform()),
                        TransformationSettings.defaults().bufferBytes((int) bufferBytes / 2))
                .build();
        raw.start();
        processed.start();
        say("STARTED");
        Thread asked = new Thread(DeliveringProcess::answer, "answers");
        asked.setDaemon(true);
        asked.start();
        Object unused = CompletableFuture.anyOf(raw.termination(), processed.termination())
                .join();
    }

    private static void answer() {
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (questions.readLine() != null) {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                say(HEAP + (runtime.totalMemory() - runtime.freeMemory()));
            }
        } catch (IOException e) {
            say(String.valueOf(e));
        }
        Runtime.getRuntime().halt(0);
    }

    private static DeliveryStreamBuilder builder(
            KinesisAsyncClient client,
            String stream,
            Path folder,
            String name,
            Function<String, Destination> destinations) {
        return DeliveryStream.builder(name, folder.resolveSibling(name + "-state"), destinations.apply(name))
                .source(
                        client,
                        stream,
                        StartPosition.trimHorizon(),
                        worker -> worker.pollInterval(Duration.ofMillis(5)).idlePollInterval(Duration.ofMillis(20)))
                .prefix("good/", "bad/!{firehose:error-output-type}/")
                .delimiter("\n")
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

        @Override
        public void deliveryFailed(ObjectState object, Exception failure) {
            say(FAILED + name);
        }
    }
}
