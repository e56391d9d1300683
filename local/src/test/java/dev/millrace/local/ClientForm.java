package dev.millrace.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The forms in which the SDK's clients speak: HTTP/1.1 (sync) or HTTP/2 with prior knowledge (async), CBOR or JSON.
 * All settings but endpoint, region and credentials are the SDK's defaults.
 */
public enum ClientForm {
    SYNC_CBOR(false, true),
    SYNC_JSON(false, false),
    ASYNC_CBOR(true, true),
    ASYNC_JSON(true, false);

    /** The system property that a client reads when it is built. */
    private static final String CBOR_PROPERTY = "aws.cborEnabled";

    private static final long CALL_LIMIT_SECONDS = 30;

    private final boolean async;
    private final boolean cbor;

    ClientForm(boolean async, boolean cbor) {
        this.async = async;
        this.cbor = cbor;
    }

    /** A client of this form. An async one is called as if it were sync: every call waits for its future. */
    public KinesisClient open(URI endpoint, Region region) {
        return open(endpoint, region, "any");
    }

    public KinesisClient open(URI endpoint, Region region, String accessKeyId) {
        return open(endpoint, region, accessKeyId, true);
    }

    /** A client that tells every failure at once. */
    KinesisClient openWithoutRetries(URI endpoint, Region region) {
        return open(endpoint, region, "any", false);
    }

    /** A client that signs with these, and tells every failure at once. */
    KinesisClient openSigning(URI endpoint, AwsCredentials credentials) {
        return open(endpoint, Region.US_EAST_1, credentials, false);
    }

    private KinesisClient open(URI endpoint, Region region, String accessKeyId, boolean retries) {
        return open(endpoint, region, AwsBasicCredentials.create(accessKeyId, "any"), retries);
    }

    private KinesisClient open(URI endpoint, Region region, AwsCredentials credentials, boolean retries) {
        String before = System.getProperty(CBOR_PROPERTY);
        System.setProperty(CBOR_PROPERTY, String.valueOf(cbor));
        try {
            return async
                    ? waiting(openAsync(endpoint, region, credentials, retries))
                    : configured(KinesisClient.builder(), endpoint, region, credentials, retries)
                            .build();
        } finally {
            if (before == null) {
                System.clearProperty(CBOR_PROPERTY);
            } else {
                System.setProperty(CBOR_PROPERTY, before);
            }
        }
    }

    static KinesisAsyncClient openAsync(URI endpoint, Region region, String accessKeyId) {
        return openAsync(endpoint, region, AwsBasicCredentials.create(accessKeyId, "any"), true);
    }

    static KinesisAsyncClient openAsync(URI endpoint, Region region, AwsCredentials credentials, boolean retries) {
        EventLoopHolder.hold();
        return configured(KinesisAsyncClient.builder(), endpoint, region, credentials, retries)
                .build();
    }

    private static <B extends AwsClientBuilder<B, C>, C> B configured(
            B builder, URI endpoint, Region region, AwsCredentials credentials, boolean retries) {
        builder.endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(credentials));
        return retries
                ? builder
                : builder.overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()));
    }

    private static KinesisClient waiting(KinesisAsyncClient client) {
        return (KinesisClient) Proxy.newProxyInstance(
                KinesisClient.class.getClassLoader(),
                new Class<?>[] {KinesisClient.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = KinesisAsyncClient.class
                                .getMethod(method.getName(), method.getParameterTypes())
                                .invoke(client, arguments);
                        return result instanceof CompletableFuture<?> future
                                ? future.get(CALL_LIMIT_SECONDS, TimeUnit.SECONDS)
                                : result;
                    } catch (ExecutionException | InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    /**
     * Keeps the event loop that all default async clients of a process share: when the last of them is closed the SDK
     * shuts the loop down, which takes two seconds.
     */
    private static final class EventLoopHolder {

        private static final KinesisAsyncClient HELD = configured(
                        KinesisAsyncClient.builder(),
                        URI.create("http://127.0.0.1:1"),
                        Region.US_EAST_1,
                        AwsBasicCredentials.create("any", "any"),
                        true)
                .build();

        static void hold() {
            if (HELD.serviceName().isEmpty()) {
                throw new IllegalStateException("an SDK client has a name");
            }
        }
    }
}
