package dev.millrace.firehose.local;

import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.transformation.Transformation;
import dev.millrace.local.LocalKinesis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Both services at one port, with a client of each, and folders for the objects. */
final class LocalServices implements AutoCloseable {

    static final String ROLE = "arn:aws:iam::000000000000:role/firehose";

    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    /** Shared, since ending one takes seconds. */
    private static final SdkEventLoopGroup THREADS =
            SdkEventLoopGroup.builder().threadFactory(LocalServices::daemon).build();

    private final Path folder;
    private final LocalFirehose service;
    private final LocalKinesis kinesis;
    private final KinesisAsyncClient streams;
    private final FirehoseAsyncClient firehose;

    private LocalServices(Path folder, boolean kept, Map<String, Supplier<Transformation>> functions) {
        this.folder = folder;
        this.service = LocalFirehose.of(
                folder.resolve("state"),
                kept,
                bucket -> FolderDestination.of(folder.resolve("objects").resolve(bucket)),
                (name, arn) -> {
                    if (!functions.containsKey(name)) {
                        throw new IllegalArgumentException("no such function here: " + name);
                    }
                    return functions.get(name).get();
                },
                account -> streams());
        this.kinesis = LocalKinesis.builder()
                .dataDirectory(folder.resolve("data"))
                .targetService(service)
                .consolePanel(service.consolePanel())
                .start();
        this.streams = KinesisAsyncClient.builder()
                .endpointOverride(kinesis.endpoint())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(THREADS))
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        this.firehose = FirehoseAsyncClient.builder()
                .endpointOverride(kinesis.endpoint())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(THREADS))
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        service.start();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test-http");
        thread.setDaemon(true);
        return thread;
    }

    /** Whose definitions outlast it. */
    static LocalServices start(Path folder) {
        return new LocalServices(folder, true, Map.of());
    }

    static LocalServices start(Path folder, Map<String, Supplier<Transformation>> functions) {
        return new LocalServices(folder, true, functions);
    }

    /** Whose definitions end with it. */
    static LocalServices startForOnce(Path folder) {
        return new LocalServices(folder, false, Map.of());
    }

    KinesisAsyncClient streams() {
        return streams;
    }

    FirehoseAsyncClient firehose() {
        return firehose;
    }

    Path folder() {
        return folder;
    }

    LocalFirehose service() {
        return service;
    }

    LocalKinesis kinesis() {
        return kinesis;
    }

    static String bucketArn(String bucket) {
        return "arn:aws:s3:::" + bucket;
    }

    /** The content of a bucket's objects, by name. */
    Map<String, String> objects(String bucket) {
        Path root = folder.resolve("objects").resolve(bucket);
        if (!Files.isDirectory(root)) {
            return Map.of();
        }
        try (Stream<Path> top = Files.list(root)) {
            // Not into the folder of unfinished files, which vanish.
            List<Path> finished = top.filter(path -> !path.endsWith(FolderDestination.INCOMING))
                    .toList();
            return finished.stream()
                    .flatMap(LocalServices::files)
                    .collect(Collectors.toMap(file -> root.relativize(file).toString(), LocalServices::text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All bytes of a bucket's objects that begin so, in the order of their names. */
    String content(String bucket, String prefix) {
        return objects(bucket).entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .reduce("", String::concat);
    }

    @Override
    public void close() {
        service.close();
        firehose.close();
        streams.close();
        kinesis.close();
    }
}
