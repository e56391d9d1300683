package dev.millrace.cli;

import dev.millrace.cli.firehose.ToldDeliveries;
import dev.millrace.cli.io.BadInputException;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.destination.S3Destination;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs a delivery stream, from a stream to a folder or a bucket. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Deliver the user records of a stream to a folder or a bucket, and tell each object, until stopped.",
        footer = {
            "",
            "Example: millrace firehose run -s words --state state --folder objects --delimiter '\\n'",
            "         millrace firehose run -s words --state state --bucket words --s3 http://127.0.0.1:9000"
        })
final class FirehoseRunCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(20);

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ClientOptions clientOptions = new ClientOptions();

    @Option(
            names = {"-s", "--stream"},
            required = true,
            paramLabel = "NAME",
            description = "The stream, by its name or ARN.")
    private String stream = "";

    @Option(
            names = "--state",
            required = true,
            paramLabel = "FOLDER",
            description = "For what is not delivered, and for checkpoints. Made if it is not there.")
    private Path state = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Place place = new Place();

    /** Where objects go. */
    static final class Place {

        @Option(names = "--folder", paramLabel = "FOLDER", description = "Objects become files below this folder.")
        private @Nullable Path folder;

        @Option(names = "--bucket", paramLabel = "NAME", description = "Objects go to this bucket of S3.")
        private @Nullable String bucket;
    }

    @Option(names = "--s3", paramLabel = "URL", description = "The address of the bucket's service. Default: AWS.")
    private @Nullable URI s3;

    @Mixin
    private final StartOption startOption = new StartOption();

    @Mixin
    private final DeliveryOptions deliveryOptions = new DeliveryOptions();

    @Override
    public Integer call() throws IOException {
        if (place.folder != null) {
            if (s3 != null) {
                throw new BadInputException("--s3 says nothing without --bucket");
            }
            run(FolderDestination.of(place.folder));
            return 0;
        }
        try (S3Client client = clientOptions.s3(s3)) {
            run(S3Destination.of(client, String.valueOf(place.bucket)));
        }
        return 0;
    }

    private void run(Destination destination) throws IOException {
        ToldDeliveries told = new ToldDeliveries(
                spec.commandLine().getOut(), spec.commandLine().getErr());
        try (KinesisAsyncClient client = clientOptions.client();
                DeliveryStream delivery = build(destination, client, told)) {
            Thread atEnd = new Thread(
                    () -> {
                        delivery.close(GRACE);
                        told.end();
                    },
                    "millrace-firehose-stop");
            Runtime.getRuntime().addShutdownHook(atEnd);
            delivery.start();
            Void unused = delivery.termination().join();
        }
    }

    private DeliveryStream build(Destination destination, KinesisAsyncClient client, ToldDeliveries told)
            throws IOException {
        try {
            return deliveryOptions
                    .builder(state, destination)
                    .source(client, stream, startOption.position())
                    .listener(told)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }
}
