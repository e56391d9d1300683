package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.consumer.checkpoint.FolderCheckpointStore;
import dev.millrace.consumer.checkpoint.StoredPosition;
import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.PendingCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored in a folder or a table is shown, and comes unchanged from one to the other. */
@Timeout(120)
class CheckpointsCommandTest {

    private static final String FIRST = "shardId-000000000000";
    private static DynamoDbLocal dynamoDb;

    @TempDir
    private Path folder;

    private ConsumeProcess service;
    private Instant created;

    @BeforeAll
    static void startTables() throws Exception {
        dynamoDb = DynamoDbLocal.inMemory(Path.of("..", "dynamodb-local", "libraries", "target", "lib"));
    }

    @AfterAll
    static void stopTables() {
        dynamoDb.close();
    }

    @BeforeEach
    void start() {
        service = new ConsumeProcess(folder);
        service.createStream("words", 3);
        created = service.client()
                .describeStreamSummary(request -> request.streamName("words"))
                .join()
                .streamDescriptionSummary()
                .streamCreationTimestamp();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void everyKindOfPositionComesUnchangedFromTheFolderToTheTableAndBack() throws Exception {
        fillFolder();
        List<JsonNode> before = run("show", "--checkpoints", path("ck")).json();

        run("copy", "--checkpoints", path("ck"), "--to-application", "round-trip");
        List<JsonNode> inTable = run("show", "--application", "round-trip").json();
        run("copy", "--application", "round-trip", "--to-checkpoints", path("back"));
        List<JsonNode> after = run("show", "--checkpoints", path("back")).json();

        assertThat(before).hasSize(3);
        assertThat(inTable).isEqualTo(before);
        assertThat(after).isEqualTo(before);
        assertThat(before.get(0).required("checkpoint").asText()).isEqualTo("17");
        assertThat(before.get(0).required("subSequenceNumber").asInt()).isEqualTo(3);
        assertThat(before.get(0).required("pending").required("state").asText()).isEqualTo("AQI=");
        assertThat(before.get(1).required("moment").asText()).isEqualTo("2026-03-04T05:06:07.089Z");
        assertThat(before.get(2).required("checkpoint").asText()).isEqualTo("SHARD_END");
    }

    @Test
    void exportedLinesAreImported() throws Exception {
        fillFolder();
        Command exported = run("export", "--checkpoints", path("ck"));
        Path file = Files.writeString(folder.resolve("lines"), exported.out());

        run("import", "--checkpoints", path("there"), file.toString());
        Command again = command("import", "--checkpoints", path("there"), file.toString());
        run("import", "--replace", "--checkpoints", path("there"), file.toString());

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("folder has checkpoints of the stream").contains("--replace");
        assertThat(run("show", "--checkpoints", path("there")).out()).isEqualTo(exported.out());
    }

    @Test
    void nothingIsCarriedWhileTheFoldersWorkerIsAlive() {
        fillFolder();
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder.resolve("ck"))) {
            for (Command refused : List.of(
                    command("export", "--checkpoints", path("ck")),
                    command("copy", "--checkpoints", path("ck"), "--to-application", "refused"))) {
                assertThat(refused.exitCode()).isEqualTo(1);
                assertThat(refused.err()).contains("a worker uses the checkpoints");
            }
            assertThat(run("show", "--checkpoints", path("ck")).out()).isNotEmpty();
            assertThat(store.positions("words")).hasSize(3);
        }
    }

    @Test
    void nothingIsCarriedWhileAnApplicationsWorkerIsAlive() throws Exception {
        Process worker = service.start(
                "-s",
                "words",
                "--engine",
                "KCL",
                "--application",
                "alive",
                "--dynamodb-endpoint",
                dynamoDb.endpoint().toString(),
                "--exec",
                "cat");
        Await.until("an owner", () -> command("workers").out().contains("being read"));

        Command refused = command("export", "--application", "alive", "--failover-time", "30");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("workers of the application are alive");
        ConsumeProcess.terminate(worker);
        assertThat(run("export", "--application", "alive").json()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"stream\":\"words\"}",
                "{\"stream\":\"words\",\"streamCreated\":\"today\",\"shardId\":\"s\",\"checkpoint\":\"1\"}",
                "{\"stream\":\"words\",\"streamCreated\":\"2026-01-01T00:00:00Z\",\"shardId\":\"s\",\"checkpoint\":\"x\"}"
            })
    void lineThatIsNoneIsNamed(String line) throws Exception {
        Path file = Files.writeString(folder.resolve("lines"), "\n" + line + "\n");

        Command refused = command("import", "--checkpoints", path("ck"), file.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("line 2 is no ");
        assertThat(folder.resolve("ck")).doesNotExist();
    }

    @Test
    void placeHasToBeNamed() {
        assertThat(command("show").err()).contains("either --checkpoints FOLDER or --application NAME");
        assertThat(command("show", "--application", "none").err()).contains("has no lease table: none");
        assertThat(command("show", "--checkpoints", path("none")).err()).contains("folder has no checkpoints");
    }

    private void fillFolder() {
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder.resolve("ck"))) {
            store.begin(
                    "words",
                    created,
                    Map.of(
                            FIRST,
                            StoredPosition.behind(new ExtendedSequenceNumber("17", 3)),
                            "shardId-000000000001",
                            StoredPosition.at(Instant.parse("2026-03-04T05:06:07.089Z")),
                            "shardId-000000000002",
                            StoredPosition.SHARD_END));
            store.storePending(
                    "words", FIRST, new PendingCheckpoint(new ExtendedSequenceNumber("18", 1), new byte[] {1, 2}));
        }
    }

    private Command run(String... arguments) {
        Command run = command(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private Command command(String... arguments) {
        boolean workers = arguments[0].equals("workers");
        List<String> all =
                new ArrayList<>(workers ? List.of("workers", "--application", "alive") : List.of("checkpoints"));
        Stream.of(arguments).filter(argument -> !argument.equals("workers")).forEach(all::add);
        all.addAll(List.of(
                "--endpoint",
                service.endpoint(),
                "--dynamodb-endpoint",
                dynamoDb.endpoint().toString()));
        return Command.run(all.toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
