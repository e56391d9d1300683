package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.local.LocalFirehose;
import dev.millrace.local.LocalKinesis;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Firehose's API beside the local service, under boto3 with its default settings, and its page of the console. */
@Tag("interop")
class FirehoseTest {

    private static final List<String> STEPS = List.of(
            "create",
            "list",
            "put",
            "deliver",
            "update",
            "tags",
            "stream as source",
            "put to a stream's reader",
            "validation",
            "delete");

    @TempDir
    private Path folder;

    private final AtomicReference<KinesisAsyncClient> client = new AtomicReference<>();
    private LocalFirehose firehose;
    private LocalKinesis kinesis;

    @BeforeEach
    void start() {
        firehose = LocalFirehose.of(
                folder.resolve("state"),
                false,
                bucket -> FolderDestination.of(folder.resolve(bucket)),
                (name, arn) -> {
                    throw new IllegalArgumentException("no function here: " + name);
                },
                account -> Objects.requireNonNull(client.get()));
        kinesis = LocalKinesis.builder()
                .targetService(firehose)
                .consolePanel(firehose.consolePanel())
                .start();
        client.set(client(kinesis.endpoint()));
        firehose.start();
    }

    private static KinesisAsyncClient client(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    @AfterEach
    void stop() {
        firehose.close();
        Objects.requireNonNull(client.get()).close();
        kinesis.close();
    }

    @Test
    void everyStepHolds() throws Exception {
        assertThat(Script.run(
                        Language.PYTHON.script("firehose", kinesis.endpoint().toString(), folder.toString())))
                .containsExactlyElementsOf(STEPS);
    }

    @Test
    void pageOfTheConsoleShowsDeliveriesAndObjects() throws Exception {
        Path screenshot = Files.createDirectories(Path.of("target", "console").toAbsolutePath())
                .resolve("firehose.png");
        assertThat(Script.run(
                        Language.PYTHON.script("firehose", kinesis.endpoint().toString(), folder.toString(), "stay")))
                .contains("stream as source");

        ProcessBuilder script = Language.NODE.script(
                "panel", kinesis.endpoint().toString(), "firehose", "words", screenshot.toString());
        script.environment().put("TMPDIR", Language.browserFolder().toString());
        assertThat(Script.run(script))
                .anyMatch(row ->
                        row.startsWith("reader (us-east-1) | ACTIVE | stream words | words | 1 | 1 | 0 | 4 | 0 |"))
                .anyMatch(row -> row.contains("/puts-1-"));
        assertThat(screenshot).isNotEmptyFile();
    }
}
