package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.io.HttpThreads;
import dev.millrace.cli.io.ServiceTrust;
import dev.millrace.local.stream.Account;
import dev.millrace.producer.ClientProperties;
import dev.millrace.text.SafeText;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Which Kinesis is meant. Without options, what the AWS environment says. */
final class ClientOptions {

    private static final ClientProperties NOTHING_SAID =
            new ClientProperties(null, null, null, null, null, true, null, null);

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]*");

    /** How much of the time for a call one attempt may take. */
    private static final double ATTEMPT_SHARE = 0.4;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The service's address, http://127.0.0.1:4567 for example. Default: AWS.")
    private @Nullable URI endpoint;

    @Option(names = "--region", description = "AWS region. Default: the environment's, else us-east-1.")
    private @Nullable String region;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "40",
            description = "How long a call may take, retries counted. Default: ${DEFAULT-VALUE}.")
    private int timeout = 40;

    KinesisAsyncClient client() {
        return client(NOTHING_SAID);
    }

    /** The client; what the options do not say, this does. */
    KinesisAsyncClient client(ClientProperties properties) {
        check(endpoint);
        URI address = endpoint == null ? properties.endpoint() : endpoint;
        return configure(KinesisAsyncClient.builder(), properties, address).build();
    }

    /** A client of the streams at this address; for the rest as the options say. */
    KinesisAsyncClient client(URI address) {
        return configure(KinesisAsyncClient.builder(), NOTHING_SAID, address).build();
    }

    /**
     * A client of an account's streams at this address; for the rest as the options say.
     *
     * @param key what it signs with; null if any will do
     */
    KinesisAsyncClient client(URI address, Account account, AccessOptions.@Nullable Key key) {
        AwsBasicCredentials signing = key == null
                ? AwsBasicCredentials.create(account.id(), "local")
                : AwsBasicCredentials.create(key.id(), key.secret());
        return configure(KinesisAsyncClient.builder(), NOTHING_SAID, address)
                .region(Region.of(account.region()))
                .credentialsProvider(StaticCredentialsProvider.create(signing))
                .build();
    }

    /** A client of the buckets at this address, or at AWS if null; for the rest as the options say. */
    S3Client s3(@Nullable URI address) {
        check(address);
        S3ClientBuilder builder = S3Client.builder()
                .region(region(NOTHING_SAID))
                .credentialsProvider(credentials(address))
                .forcePathStyle(address != null);
        if (address != null) {
            builder.endpointOverride(address);
        }
        return builder.build();
    }

    /** A client of the tables at this address, or at AWS if null; for the rest as the options say. */
    DynamoDbAsyncClient dynamoDb(@Nullable URI address) {
        check(address);
        return configure(DynamoDbAsyncClient.builder(), NOTHING_SAID, address).build();
    }

    private static void check(@Nullable URI endpoint) {
        if (endpoint != null && (endpoint.getHost() == null || !SCHEMES.contains(scheme(endpoint)))) {
            throw new BadInputException("endpoint is no URL of a service: " + SafeText.of(endpoint.toString())
                    + " (such as http://127.0.0.1:4567 is wanted)");
        }
    }

    private <B extends AwsAsyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B configure(
            B builder, ClientProperties properties, @Nullable URI address) {
        if (timeout < 1) {
            throw new BadInputException("timeout out of range: seconds=" + timeout + " (at least 1)");
        }
        Duration total = Duration.ofSeconds(timeout);
        Duration attempt = Duration.ofMillis(Math.round(total.toMillis() * ATTEMPT_SHARE));
        builder.region(region(properties))
                .credentialsProvider(credentials(address))
                .overrideConfiguration(
                        override -> override.apiCallAttemptTimeout(attempt).apiCallTimeout(total));
        builder.httpClientBuilder(httpClient(properties));
        if (address != null) {
            builder.endpointOverride(address);
        }
        return builder;
    }

    private static SdkAsyncHttpClient.Builder<?> httpClient(ClientProperties properties) {
        NettyNioAsyncHttpClient.Builder http = HttpThreads.httpClient();
        if (properties.maxConnections() != null) {
            http.maxConcurrency(properties.maxConnections());
        }
        if (properties.connectTimeout() != null) {
            http.connectionTimeout(properties.connectTimeout());
        }
        if (!properties.verifyCertificate()) {
            http.tlsTrustManagersProvider(ServiceTrust::ofAnybody);
        } else if (properties.certificates() != null) {
            TrustManager[] trust = ServiceTrust.of(properties.certificates());
            http.tlsTrustManagersProvider(() -> trust);
        }
        ClientProperties.Proxy proxy = properties.proxy();
        if (proxy != null) {
            http.proxyConfiguration(ProxyConfiguration.builder()
                    .host(proxy.host())
                    .port(proxy.port())
                    .username(proxy.userName())
                    .password(proxy.password())
                    .build());
        }
        return http;
    }

    private static String scheme(URI endpoint) {
        return String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    }

    private Region region(ClientProperties properties) {
        if (region == null) {
            return properties.region() == null ? defaultRegion() : Region.of(properties.region());
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
