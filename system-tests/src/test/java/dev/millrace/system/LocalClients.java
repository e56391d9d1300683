package dev.millrace.system;

import dev.millrace.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The SDK's clients, pointed at services on this machine. Whoever asks for one closes it. */
final class LocalClients {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    private static final Path DYNAMO_DB_LIBRARIES = Path.of("..", "dynamodb-local", "libraries", "target", "lib");

    private LocalClients() {}

    /** A DynamoDB of its own; whoever asks for it closes it. */
    static DynamoDbLocal dynamoDbService() throws IOException, InterruptedException {
        return DynamoDbLocal.inMemory(DYNAMO_DB_LIBRARIES);
    }

    static KinesisAsyncClient kinesis(URI endpoint) {
        return local(KinesisAsyncClient.builder(), endpoint).build();
    }

    static DynamoDbAsyncClient dynamoDb(URI endpoint) {
        return local(DynamoDbAsyncClient.builder(), endpoint).build();
    }

    /** Fails if it is ever called. */
    static CloudWatchAsyncClient cloudWatch() {
        return local(CloudWatchAsyncClient.builder(), NOWHERE).build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B local(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }
}
