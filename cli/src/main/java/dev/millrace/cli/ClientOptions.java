package dev.millrace.cli;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;

/** Which Kinesis is meant. Without options, what the AWS environment says. */
final class ClientOptions {

    private static final Duration CONNECT_ATTEMPT = Duration.ofSeconds(15);
    private static final Duration CONNECT_TOTAL = Duration.ofSeconds(40);

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The service's address, such as http://127.0.0.1:4567. Default: AWS.")
    private @Nullable URI endpoint;

    @Option(names = "--region", description = "AWS region. Default: the environment's, else us-east-1.")
    private @Nullable String region;

    KinesisAsyncClient client() {
        return client(endpoint, region == null ? defaultRegion() : Region.of(region));
    }

    static KinesisAsyncClient client(@Nullable URI endpoint, Region region) {
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder()
                .region(region)
                .credentialsProvider(credentials(endpoint))
                .overrideConfiguration(override ->
                        override.apiCallAttemptTimeout(CONNECT_ATTEMPT).apiCallTimeout(CONNECT_TOTAL));
        if (endpoint != null) {
            if (endpoint.getScheme() == null || endpoint.getHost() == null) {
                throw new BadInputException(
                        "endpoint is no URL: " + endpoint + " (such as http://127.0.0.1:4567 is wanted)");
            }
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    /** A local service takes any credentials, so none need be configured for it. */
    private static AwsCredentialsProvider credentials(@Nullable URI endpoint) {
        boolean local = endpoint != null && endpoint.getHost() != null && isLoopback(endpoint.getHost());
        if (local && System.getenv("AWS_ACCESS_KEY_ID") == null) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        }
        return DefaultCredentialsProvider.builder().build();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static Region defaultRegion() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1;
        }
    }
}
