package dev.millrace.interop;

import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.local.LocalFirehose;
import dev.millrace.local.LocalKinesis;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The local service with Firehose's API beside it. Buckets are folders of a folder. */
record FirehoseService(LocalFirehose firehose, LocalKinesis kinesis, KinesisAsyncClient client)
        implements AutoCloseable {

    static FirehoseService start(Path folder) {
        AtomicReference<KinesisAsyncClient> client = new AtomicReference<>();
        LocalFirehose firehose = LocalFirehose.of(
                folder.resolve("state"),
                false,
                bucket -> FolderDestination.of(folder.resolve(bucket)),
                (name, arn) -> {
                    throw new IllegalArgumentException("no function here: " + name);
                },
                account -> Objects.requireNonNull(client.get()));
        LocalKinesis kinesis = LocalKinesis.builder()
                .targetService(firehose)
                .consolePanel(firehose.consolePanel())
                .start();
        KinesisAsyncClient made = client(kinesis.endpoint());
        client.set(made);
        firehose.start();
        return new FirehoseService(firehose, kinesis, made);
    }

    private static KinesisAsyncClient client(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    URI endpoint() {
        return kinesis.endpoint();
    }

    @Override
    public void close() {
        firehose.close();
        client.close();
        kinesis.close();
    }
}
