package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.local.LocalKinesisBuilder;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** DynamoDB Local beside the service, for workers on the Kinesis Client Library. */
final class DynamoDbOptions implements AutoCloseable {

    private static final int DEFAULT_PORT = 8000;

    private static final Path IN_CHECKOUT = Path.of("dynamodb-local", "libraries", "target", "lib");

    @Option(
            names = "--dynamodb",
            description = "Run DynamoDB Local beside the service, in a process of its own, for workers on the Kinesis"
                    + " Client Library.")
    private boolean wanted;

    @Option(
            names = "--dynamodb-port",
            paramLabel = "<port>",
            description = "Port of DynamoDB Local, 0 for a free one. Default: 8000.")
    private @Nullable Integer port;

    @Option(
            names = "--dynamodb-libraries",
            paramLabel = "<folder>",
            description = "The folder with the jars and native libraries of DynamoDB Local, which is not shipped with"
                    + " Millrace. Default: what the build of this checkout has fetched.")
    private @Nullable Path libraries;

    private @Nullable DynamoDbLocal service;
    private volatile WorkersPanel.@Nullable Clients clients;

    /** Checks what was asked for, and gives the service that is to be started a page of the workers. */
    void apply(LocalKinesisBuilder settings) {
        if (wanted) {
            folder();
            settings.consolePanel(new WorkersPanel(() -> clients));
        } else if (port != null || libraries != null) {
            throw new IllegalArgumentException(
                    "--dynamodb-port and --dynamodb-libraries are for --dynamodb, which is not given");
        }
    }

    /**
     * Starts it if it is wanted.
     *
     * @param dataDirectory of the service, in which the tables are kept too, or null for tables in memory
     * @param kinesis the address of the service
     */
    void start(@Nullable Path dataDirectory, URI kinesis) throws IOException, InterruptedException {
        if (!wanted) {
            return;
        }
        int chosen = port == null ? DEFAULT_PORT : port;
        DynamoDbLocal started = dataDirectory == null
                ? DynamoDbLocal.inMemory(folder(), chosen)
                : DynamoDbLocal.inFolder(folder(), dataDirectory.resolve("dynamodb"), chosen);
        service = started;
        ClientOptions options = new ClientOptions();
        clients = new WorkersPanel.Clients(options.dynamoDb(started.endpoint()), options.client(kinesis));
    }

    /** Lines of the banner; empty if it does not run. */
    String notice(String kinesis) {
        return service == null ? "" : """

                  DynamoDB    %1$s  (DynamoDB Local, a process of its own)
                              export AWS_ENDPOINT_URL_DYNAMODB=%1$s
                              millrace consume --engine KCL --application app --stream words \\
                                --endpoint %2$s --dynamodb-endpoint %1$s --exec cat
                """.stripTrailing().formatted(service.endpoint(), kinesis);
    }

    @Override
    public void close() {
        WorkersPanel.Clients opened = clients;
        if (opened != null) {
            opened.tables().close();
            opened.kinesis().close();
        }
        if (service != null) {
            service.close();
        }
    }

    private Path folder() {
        Path folder = libraries == null ? inCheckout() : libraries;
        if (hasJars(folder)) {
            return folder;
        }
        String address = SafeText.of(folder.toAbsolutePath().normalize().toString());
        throw new BadInputException(
                libraries == null
                        ? "DynamoDB Local is not there: folder=" + address
                                + " (its licence lets nobody ship it: in a checkout './mvnw -pl dynamodb-local -am package'"
                                + " fetches it; elsewhere download it from AWS and name its folder with"
                                + " --dynamodb-libraries)"
                        : "folder has no jar of DynamoDB Local: --dynamodb-libraries " + address
                                + " (DynamoDBLocal.jar with all that it needs is wanted, and sqlite4java's native library)");
    }

    private static Path inCheckout() {
        String home = System.getProperty("millrace.home");
        return home == null ? IN_CHECKOUT : Path.of(home).resolve(IN_CHECKOUT);
    }

    private static boolean hasJars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("DynamoDBLocal.*\\.jar"));
        } catch (IOException e) {
            return false;
        }
    }
}
