package dev.millrace.cli;

import dev.millrace.cli.firehose.FunctionZips;
import dev.millrace.cli.io.BadInputException;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.destination.S3Destination;
import dev.millrace.firehose.local.LocalFirehose;
import dev.millrace.firehose.local.delivery.Buckets;
import dev.millrace.local.LocalKinesisBuilder;
import dev.millrace.local.stream.Account;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Firehose's API beside the service, at the same port. */
final class FirehoseOptions implements AutoCloseable {

    private static final ClientOptions CLIENTS = new ClientOptions();

    @Option(
            names = "--firehose",
            paramLabel = "<folder>",
            description =
                    "Run delivery streams, which are made with Firehose's API at the same port. Objects of a bucket"
                            + " go to a folder of its name in this one.")
    private @Nullable Path buckets;

    @Option(
            names = "--firehose-s3",
            paramLabel = "<URL>",
            description = "As --firehose, but objects go to the buckets of this S3 service, with the credentials of the"
                    + " environment.")
    private @Nullable URI s3;

    @Option(
            names = "--firehose-function",
            paramLabel = "<name>=<zip>",
            description =
                    "The zip of a Lambda function that delivery streams may name, as millrace lambda package writes"
                            + " it. Only run what you trust. May be repeated.")
    private Map<String, Path> functions = Map.of();

    private final Map<Account, KinesisAsyncClient> clients = new ConcurrentHashMap<>();
    private @Nullable S3Client s3Client;
    private @Nullable LocalFirehose service;
    private @Nullable Path temporary;
    private volatile @Nullable URI kinesis;

    /**
     * Gives the service that is to be started the API and a page of the console, if they are wanted.
     *
     * @param dataDirectory of the service, in which definitions are kept too, or null if they end with it
     * @param access what the delivery streams sign with
     */
    void apply(LocalKinesisBuilder settings, @Nullable Path dataDirectory, AccessOptions access) throws IOException {
        if (buckets == null && s3 == null) {
            if (!functions.isEmpty()) {
                throw new IllegalArgumentException("--firehose-function is for --firehose, which is not given");
            }
            return;
        }
        if (buckets != null && s3 != null) {
            throw new IllegalArgumentException("--firehose and --firehose-s3 exclude each other");
        }
        FunctionZips zips = FunctionZips.of(functions);
        Buckets places = places();
        AccessOptions.Key key = access.key();
        Path folder = dataDirectory == null ? temporary() : dataDirectory.resolve("firehose");
        LocalFirehose made = LocalFirehose.of(
                folder,
                dataDirectory != null,
                places,
                zips::function,
                account -> clients.computeIfAbsent(
                        account, wanted -> CLIENTS.client(Objects.requireNonNull(kinesis), wanted, key)));
        settings.targetService(made).consolePanel(made.consolePanel());
        service = made;
    }

    private Path temporary() throws IOException {
        Path made = Files.createTempDirectory("millrace-firehose");
        temporary = made;
        return made;
    }

    private Buckets places() {
        Path folder = buckets;
        if (folder != null) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new BadInputException("no folder: --firehose " + SafeText.of(folder.toString()));
            }
            return bucket -> FolderDestination.of(folder.resolve(bucket));
        }
        S3Client client = CLIENTS.s3(Objects.requireNonNull(s3));
        s3Client = client;
        return bucket -> S3Destination.of(client, bucket);
    }

    /** Starts the delivery streams of the time before, if there are any. */
    void start(URI endpoint) {
        kinesis = endpoint;
        if (service != null) {
            service.start();
        }
    }

    /** Lines of the banner; empty if it does not run. */
    String notice(String endpoint) {
        if (service == null) {
            return "";
        }
        String place = buckets == null
                ? "buckets of " + s3
                : SafeText.of(buckets.toAbsolutePath().normalize().toString());
        return """

                  Firehose    %1$s  (delivery streams, objects in %2$s)
                              export AWS_ENDPOINT_URL_FIREHOSE=%1$s
                              aws firehose list-delivery-streams --endpoint-url %1$s --region us-east-1
                """.stripTrailing().formatted(endpoint, place);
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
        clients.values().forEach(KinesisAsyncClient::close);
        if (s3Client != null) {
            s3Client.close();
        }
        if (temporary != null) {
            delete(temporary);
        }
    }

    private static void delete(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> all = Files.walk(root)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("folder cannot be deleted: " + root, e);
        }
    }
}
