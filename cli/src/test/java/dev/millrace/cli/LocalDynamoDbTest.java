package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.kcl.ApplicationLeases;
import dev.millrace.kcl.ShardPosition;
import dev.millrace.kcl.StreamPositions;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** DynamoDB Local beside the service, and what the console shows of it. */
@Timeout(120)
class LocalDynamoDbTest {

    private static final String LIBRARIES =
            Path.of("..", "dynamodb-local", "libraries", "target", "lib").toString();
    private static final Pattern LINE = Pattern.compile(" +(endpoint|DynamoDB) +(http://127\\.0\\.0\\.1:\\d+).*");

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void leasesAreInTheConsoleAndAfterARestartToo() throws Exception {
        String[] options = {"--dynamodb", "--data-dir", folder.resolve("data").toString(), "--create-stream", "words:1"
        };
        Service first = start(options);
        assertThat(panel(first).required("rows")).isEmpty();
        try (KinesisAsyncClient kinesis = first.kinesis();
                DynamoDbAsyncClient tables = first.tables()) {
            StreamPositions positions = new StreamPositions(
                    "words",
                    kinesis.describeStreamSummary(request -> request.streamName("words"))
                            .join()
                            .streamDescriptionSummary()
                            .streamCreationTimestamp(),
                    Map.of("shardId-000000000000", new ShardPosition(new ExtendedSequenceNumber("17", 3), null, null)));
            new ApplicationLeases(tables, "app").store(kinesis, List.of(positions), false);
        }
        assertShown(panel(first));
        List<ProcessHandle> children = first.process().children().toList();
        assertThat(children).hasSize(1);
        ConsumeProcess.terminate(first.process());
        Await.until("the end of DynamoDB Local", () -> !children.get(0).isAlive());

        assertShown(panel(start(options)));
    }

    private static void assertShown(JsonNode table) {
        assertThat(table.required("title").asText()).isEqualTo("app");
        assertThat(table.required("rows")).hasSize(1);
        assertThat(table.required("rows").get(0))
                .extracting(JsonNode::asText)
                .startsWith("words", "shardId-000000000000", "-")
                .contains("17/3", "no owner");
    }

    @Test
    void librariesThatAreNotThereAreSaidBeforeAnythingStarts() {
        Command run = Command.run("local", "--port", "0", "--dynamodb", "--dynamodb-libraries", folder.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("folder has no jar of DynamoDB Local").contains("DynamoDBLocal.jar");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void optionsWithoutTheServiceThatTheyAreForAreRefused() {
        Command run = Command.run("local", "--port", "0", "--dynamodb-port", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("are for --dynamodb, which is not given");
    }

    private record Service(Process process, URI kinesisEndpoint, URI dynamoDbEndpoint) {

        KinesisAsyncClient kinesis() {
            return KinesisAsyncClient.builder()
                    .endpointOverride(kinesisEndpoint)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                    .build();
        }

        DynamoDbAsyncClient tables() {
            return new ClientOptions().dynamoDb(dynamoDbEndpoint);
        }
    }

    private Service start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.millrace.cli.Main",
                "local",
                "--port",
                "0",
                "--dynamodb-port",
                "0",
                "--dynamodb-libraries",
                LIBRARIES));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        List<URI> endpoints = new ArrayList<>();
        BufferedReader reader = process.inputReader();
        while (endpoints.size() < 2) {
            Matcher line = LINE.matcher(Objects.requireNonNull(reader.readLine(), "the service ended"));
            if (line.matches()) {
                endpoints.add(URI.create(line.group(2)));
            }
        }
        return new Service(process, endpoints.get(0), endpoints.get(1));
    }

    /** The console's page of the workers: its only table. */
    private static JsonNode panel(Service service) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        service.kinesisEndpoint().resolve("/_millrace/api/panel?id=workers"))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        JsonNode tables = new ObjectMapper().readTree(answer).required("tables");
        assertThat(tables).as(answer).hasSize(1);
        return tables.get(0);
    }
}
