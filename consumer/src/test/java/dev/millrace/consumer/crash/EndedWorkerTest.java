package dev.millrace.consumer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.Await;
import dev.millrace.local.LocalKinesis;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** SIGTERM, as service managers and containers send it. */
class EndedWorkerTest {

    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    @Test
    void workerThatIsAskedToEndFinishesWhatItHasInHand() throws Exception {
        try (LocalKinesis service = LocalKinesis.start();
                KinesisAsyncClient client = KinesisAsyncClient.builder()
                        .endpointOverride(service.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                        .build()) {
            Await.result(
                    client.createStream(request -> request.streamName("words").shardCount(1)));
            put(client, "first");
            assertThat(saidUntilEnded(service)).containsExactly("D", "S");
            put(client, "second");
            assertThat(saidUntilEnded(service)).as("the first is checkpointed").containsExactly("D", "S");
        }
    }

    private static void put(KinesisAsyncClient client, String text) {
        Await.result(client.putRecord(
                request -> request.streamName("words").partitionKey("key").data(SdkBytes.fromUtf8String(text))));
    }

    private List<String> saidUntilEnded(LocalKinesis service) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndedWorker.class.getName(),
                        service.endpoint().toString(),
                        "words",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.length() == 1) {
                    said.add(line);
                }
                if (line.equals("D")) {
                    process.toHandle().destroy();
                }
            }
            assertThat(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
        } finally {
            process.destroyForcibly();
        }
        return said;
    }
}
