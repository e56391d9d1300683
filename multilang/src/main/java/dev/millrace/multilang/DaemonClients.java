package dev.millrace.multilang;

import dev.millrace.multilang.properties.CredentialsSpec;
import dev.millrace.multilang.properties.DaemonProperties;
import dev.millrace.multilang.properties.ServiceClient;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Makes the SDK's clients as the properties say. Whoever asks for one closes it. */
final class DaemonClients {

    private final DaemonProperties properties;
    private final Region region;

    /**
     * None is made yet.
     *
     * @throws IllegalArgumentException if no region is said, and there is none around
     */
    DaemonClients(DaemonProperties properties) {
        this.properties = properties;
        this.region = region(properties);
    }

    private static Region region(DaemonProperties properties) {
        if (properties.region() != null) {
            return Region.of(properties.region());
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            if (isLoopback(properties.kinesis().endpoint())) {
                return Region.US_EAST_1;
            }
            throw new IllegalArgumentException(
                    "regionName is missing (and neither AWS_REGION nor a profile says which one)", e);
        }
    }

    KinesisAsyncClient kinesis() {
        return configure(KinesisAsyncClient.builder(), properties.kinesis()).build();
    }

    DynamoDbAsyncClient dynamoDb() {
        return configure(DynamoDbAsyncClient.builder(), properties.dynamoDb()).build();
    }

    CloudWatchAsyncClient cloudWatch() {
        return configure(CloudWatchAsyncClient.builder(), properties.cloudWatch())
                .build();
    }

    private <B extends AwsClientBuilder<B, ?>> B configure(B builder, ServiceClient service) {
        builder.region(service.region() == null ? region : Region.of(service.region()))
                .credentialsProvider(credentials(service))
                .overrideConfiguration(override -> {
                    if (service.callTimeout() != null) {
                        override.apiCallTimeout(service.callTimeout());
                    }
                    if (service.attemptTimeout() != null) {
                        override.apiCallAttemptTimeout(service.attemptTimeout());
                    }
                });
        if (service.endpoint() != null) {
            builder.endpointOverride(service.endpoint());
        }
        if (service.dualstack() != null) {
            builder.dualstackEnabled(service.dualstack());
        }
        if (service.fips() != null) {
            builder.fipsEnabled(service.fips());
        }
        return builder;
    }

    private static AwsCredentialsProvider credentials(ServiceClient service) {
        List<CredentialsSpec> specs = service.credentials();
        boolean defaults = specs.isEmpty() || (specs.size() == 1 && specs.get(0).isDefault());
        if (defaults && isLoopback(service.endpoint()) && System.getenv("AWS_ACCESS_KEY_ID") == null) {
            // A local service takes any, so none need be configured for it.
            return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        }
        if (defaults) {
            return DefaultCredentialsProvider.builder().build();
        }
        return AwsCredentialsProviderChain.of(
                specs.stream().map(CredentialsSpec::make).toArray(AwsCredentialsProvider[]::new));
    }

    private static boolean isLoopback(@Nullable URI endpoint) {
        if (endpoint == null) {
            return false;
        }
        String host = endpoint.getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
