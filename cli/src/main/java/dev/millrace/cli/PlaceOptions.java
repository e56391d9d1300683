package dev.millrace.cli;

import dev.millrace.cli.checkpoints.CheckpointPlace;
import dev.millrace.cli.checkpoints.FolderPlace;
import dev.millrace.cli.checkpoints.TablePlace;
import dev.millrace.cli.io.BadInputException;
import dev.millrace.kcl.StreamPositions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Where checkpoints are: in a folder or in a lease table. The clients live as long as the process. */
final class PlaceOptions {

    @Mixin
    private final ClientOptions clientOptions = new ClientOptions();

    @Option(names = "--checkpoints", paramLabel = "FOLDER", description = "The folder of a single-process worker.")
    private @Nullable Path folder;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "The application of workers on the Kinesis Client Library, which is its lease table's name.")
    private @Nullable String application;

    @Option(
            names = "--dynamodb-endpoint",
            paramLabel = "URL",
            description = "The address of the lease table's DynamoDB. Default: AWS.")
    private @Nullable URI dynamoDbEndpoint;

    @Option(
            names = {"-s", "--stream"},
            paramLabel = "NAME",
            description = "This stream alone. May be repeated. Default: all that there are.")
    private Set<String> streams = Set.of();

    @Option(
            names = "--failover-time",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "With --application: a worker that renews no lease for so long is taken for gone."
                    + " Default: ${DEFAULT-VALUE}, as the library's.")
    private long failoverSeconds = 10;

    KinesisAsyncClient client() {
        return clientOptions.client();
    }

    /** The place that the options name, one and not both. */
    CheckpointPlace place() {
        if ((folder == null) == (application == null)) {
            throw new BadInputException(
                    "say where the checkpoints are: either --checkpoints FOLDER or --application NAME");
        }
        return folder != null ? new FolderPlace(folder) : table(String.valueOf(application));
    }

    /** The place to carry checkpoints to. */
    CheckpointPlace target(@Nullable Path toFolder, @Nullable String toApplication) {
        if ((toFolder == null) == (toApplication == null)) {
            throw new BadInputException(
                    "say where to copy to: either --to-checkpoints FOLDER or --to-application NAME");
        }
        return toFolder != null ? new FolderPlace(toFolder) : table(String.valueOf(toApplication));
    }

    private CheckpointPlace table(String name) {
        DynamoDbAsyncClient tables = clientOptions.dynamoDb(dynamoDbEndpoint);
        return new TablePlace(
                name,
                tables,
                clientOptions.client(),
                Duration.ofSeconds(failoverSeconds),
                streams.size() == 1 ? streams.iterator().next() : null);
    }

    /** Whether the stream is wanted. */
    boolean wants(@Nullable String stream) {
        return streams.isEmpty() || (stream != null && streams.contains(stream));
    }

    /** Those of the streams that are wanted. */
    List<StreamPositions> wanted(List<StreamPositions> all) {
        List<StreamPositions> wanted =
                all.stream().filter(stream -> wants(stream.stream())).toList();
        if (wanted.isEmpty()) {
            throw new BadInputException(
                    all.isEmpty()
                            ? "there are no checkpoints"
                            : "there are no checkpoints of these streams (there are of "
                                    + String.join(
                                            ", ",
                                            all.stream()
                                                    .map(StreamPositions::stream)
                                                    .toList()) + ")");
        }
        return wanted;
    }
}
