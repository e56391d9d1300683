package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.io.HttpThreads;
import dev.millrace.cli.io.SafeText;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
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

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]*");

    /** How much of the time for a call one attempt may take. */
    private static final double ATTEMPT_SHARE = 0.4;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The service's address, such as http://127.0.0.1:4567. Default: AWS.")
    private @Nullable URI endpoint;

    @Option(names = "--region", description = "AWS region. Default: the environment's, else us-east-1.")
    private @Nullable String region;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "40",
            description = "How long a call may take, retries counted. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    KinesisAsyncClient client() {
        if (timeout < 1) {
            throw new BadInputException("timeout out of range: seconds=" + timeout + " (at least 1)");
        }
        if (endpoint != null && (endpoint.getHost() == null || !SCHEMES.contains(scheme(endpoint)))) {
            throw new BadInputException("endpoint is no URL of a service: " + SafeText.of(endpoint.toString())
                    + " (such as http://127.0.0.1:4567 is wanted)");
        }
        Duration total = Duration.ofSeconds(timeout);
        Duration attempt = Duration.ofMillis(Math.round(total.toMillis() * ATTEMPT_SHARE));
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder()
                .region(region())
                .credentialsProvider(credentials(endpoint))
                .httpClientBuilder(HttpThreads.httpClient())
                .overrideConfiguration(
                        override -> override.apiCallAttemptTimeout(attempt).apiCallTimeout(total));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    private static String scheme(URI endpoint) {
        return String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    }

    private Region region() {
        if (region == null) {
            return defaultRegion();
        }
        if (!REGION.matcher(region).matches()) {
            throw new BadInputException(
                    "region is no name of one: " + SafeText.of(region) + " (such as eu-central-1 is wanted)");
        }
        return Region.of(region);
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
