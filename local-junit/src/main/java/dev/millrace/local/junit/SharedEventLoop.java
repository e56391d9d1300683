package dev.millrace.local.junit;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Keeps the event loop that all default async clients of a process share. When the last of them is closed the SDK shuts
 * the loop down, which takes two seconds; so a client that nobody calls stays open to the end of the process.
 */
final class SharedEventLoop {

    private static final KinesisAsyncClient HELD = KinesisAsyncClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();

    private SharedEventLoop() {}

    static void keep() {
        if (HELD.serviceName().isEmpty()) {
            throw new IllegalStateException("an SDK client has a name");
        }
    }
}
