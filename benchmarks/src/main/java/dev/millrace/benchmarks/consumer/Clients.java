package dev.millrace.benchmarks.consumer;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The SDK's clients, pointed at services on this machine. */
public final class Clients {

    private Clients() {}

    public static KinesisAsyncClient kinesis(URI endpoint) {
        return local(KinesisAsyncClient.builder(), endpoint).build();
    }

    static DynamoDbAsyncClient dynamoDb(URI endpoint) {
        return local(DynamoDbAsyncClient.builder(), endpoint).build();
    }

    /** Never called. */
    static CloudWatchAsyncClient cloudWatch() {
        return local(CloudWatchAsyncClient.builder(), URI.create("http://127.0.0.1:9"))
                .build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B local(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
    }
}
