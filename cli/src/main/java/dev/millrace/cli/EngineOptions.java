package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Where checkpoints are: in the folder of a worker on one machine, or in the lease table of one on many. */
final class EngineOptions {

    @Option(
            names = "--checkpoints",
            paramLabel = "FOLDER",
            description = "The folder of a single-process worker's checkpoints.")
    private @Nullable Path checkpoints;

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

    /** The folder, which has to be given, and an application not. */
    Path folder() {
        if (checkpoints == null || application != null || dynamoDbEndpoint != null) {
            throw new BadInputException("the engine LOCAL wants --checkpoints FOLDER, made if it is missing;"
                    + " --application and --dynamodb-endpoint are for --engine KCL");
        }
        return checkpoints;
    }

    /** The application, which has to be given, and a folder not. */
    String application() {
        if (application == null || checkpoints != null) {
            throw new BadInputException("the engine KCL wants --application NAME, made if it is missing;"
                    + " --checkpoints is for --engine LOCAL");
        }
        return application;
    }

    DynamoDbAsyncClient dynamoDb(ClientOptions clientOptions) {
        return clientOptions.dynamoDb(dynamoDbEndpoint);
    }
}
