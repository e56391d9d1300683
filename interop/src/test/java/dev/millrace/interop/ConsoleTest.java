package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.RecordAggregator;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console in a headless Chromium, used as a person would. Its screenshots are in target/console. */
@Tag("interop")
class ConsoleTest {

    private static final Path SCREENSHOTS = Path.of("target", "console").toAbsolutePath();

    private static final List<String> STEPS = List.of(
            "open",
            "create a stream",
            "put a record, whose markup stays text",
            "take an aggregate apart",
            "split",
            "merge",
            "choose by keyboard",
            "a refusal is told",
            "a fault on and off",
            "plots",
            "delete",
            "without complaint");

    @Test
    void everyStepHolds() throws Exception {
        Files.createDirectories(SCREENSHOTS);
        Files.deleteIfExists(SCREENSHOTS.resolve("failure.png"));
        try (LocalKinesis kinesis = LocalKinesis.start()) {
            kinesis.createStream("us-east-1", "aggregates", 1);
            RecordAggregator aggregator = RecordAggregator.create();
            List.of("a", "b", "c").forEach(key -> aggregator.addUserRecord(key, "data of " + key));
            put(kinesis, "aggregates", aggregator.clearAndGet().get(0));

            ProcessBuilder script =
                    Language.NODE.script("console", kinesis.endpoint().toString(), SCREENSHOTS.toString());
            script.environment().put("TMPDIR", Language.browserFolder().toString());
            assertThat(Script.run(script)).containsExactlyElementsOf(STEPS);
        }
        assertThat(SCREENSHOTS.resolve("shards.png")).isNotEmptyFile();
        assertThat(SCREENSHOTS.resolve("dark.png")).isNotEmptyFile();
    }

    private static void put(LocalKinesis kinesis, String stream, AggregatedRecord record) throws Exception {
        byte[] data = new byte[record.sizeBytes()];
        record.data().get(data);
        String body = "{\"StreamName\":\"%s\",\"PartitionKey\":\"%s\",\"ExplicitHashKey\":\"%s\",\"Data\":\"%s\"}"
                .formatted(
                        stream,
                        record.partitionKey(),
                        record.explicitHashKey(),
                        Base64.getEncoder().encodeToString(data));
        HttpRequest request = HttpRequest.newBuilder(kinesis.endpoint())
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Kinesis_20131202.PutRecord")
                .header("X-Amz-Date", "20260304T050607Z")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=any/20260304/us-east-1/kinesis/aws4_request,"
                                + " SignedHeaders=host;x-amz-date, Signature=0123")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
