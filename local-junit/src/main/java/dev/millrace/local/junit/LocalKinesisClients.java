package dev.millrace.local.junit;

import dev.millrace.local.LocalKinesis;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The SDK's clients of a local service: a sync and an async one, each made when it is first asked for, with the SDK's
 * default settings but for endpoint, region and credentials. Safe for use by many threads. Closing closes the clients,
 * not the service.
 */
public final class LocalKinesisClients implements AutoCloseable {

    /** The region of those who say none. */
    public static final String DEFAULT_REGION = "us-east-1";

    private static final AwsBasicCredentials ANY = AwsBasicCredentials.create("local", "local");

    private final LocalKinesis service;
    private final String region;
    private final AwsBasicCredentials credentials;
    private @Nullable KinesisClient sync;
    private @Nullable KinesisAsyncClient async;
    private boolean closed;

    private LocalKinesisClients(LocalKinesis service, String region, AwsBasicCredentials credentials) {
        this.service = Objects.requireNonNull(service, "service");
        this.region = Objects.requireNonNull(region, "region");
        this.credentials = credentials;
    }

    /** Clients in {@value #DEFAULT_REGION}, with credentials that every service takes unless it was given some. */
    public static LocalKinesisClients of(LocalKinesis service) {
        return of(service, DEFAULT_REGION);
    }

    public static LocalKinesisClients of(LocalKinesis service, String region) {
        return new LocalKinesisClients(service, region, ANY);
    }

    /** Clients of a service that checks signatures, or of the account whose twelve digits the access key id is. */
    public static LocalKinesisClients of(
            LocalKinesis service, String region, String accessKeyId, String secretAccessKey) {
        return new LocalKinesisClients(service, region, AwsBasicCredentials.create(accessKeyId, secretAccessKey));
    }

    /** The client that speaks HTTP/1.1 and waits for answers; always the same. */
    public synchronized KinesisClient sync() {
        checkOpen();
        if (sync == null) {
            sync = configured(KinesisClient.builder()).build();
        }
        return sync;
    }

    /** The client that speaks HTTP/2 and does not wait; always the same. */
    public synchronized KinesisAsyncClient async() {
        checkOpen();
        if (async == null) {
            SharedEventLoop.keep();
            async = configured(KinesisAsyncClient.builder()).build();
        }
        return async;
    }

    /** Sets endpoint, region and credentials of a client with settings of its own; who builds it closes it. */
    public <B extends AwsClientBuilder<B, C>, C> B configured(B builder) {
        return builder.endpointOverride(service.endpoint())
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(credentials));
    }

    /** Further calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (sync != null) {
                sync.close();
            }
        } finally {
            if (async != null) {
                async.close();
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the clients are closed");
        }
    }
}
