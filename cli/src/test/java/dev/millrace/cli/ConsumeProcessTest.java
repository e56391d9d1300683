package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.consume.AppendingHandler;
import dev.millrace.cli.io.JsonLines;
import dev.millrace.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, which is asked to end. */
@Timeout(180)
class ConsumeProcessTest {

    /** Writes each record's line to a file of its shard, and answers each batch. */
    private static final String KEEP = """
            while read -r line; do
              case "$line" in
                '{"batch":'*) echo "$line" ;;
                *) echo "$line" >> "$1.$MILLRACE_STREAM.$MILLRACE_SHARD" ;;
              esac
            done
            """;

    @TempDir
    private Path folder;

    private ConsumeProcess processes;

    @BeforeEach
    void start() {
        processes = new ConsumeProcess(folder);
        processes.createStream("one", 2);
        processes.createStream("two", 1);
    }

    @AfterEach
    void stop() {
        processes.close();
    }

    @Test
    void commandGetsEachRecordOfItsShardOnceAlsoAfterARestart() throws Exception {
        String script = processes.script(KEEP).toString();
        String[] options = {"-s", "one", "-s", "two", "--checkpoints", path("ck"), "--exec", "sh", script, path("kept")
        };
        processes.put("one", "a", "b", "c", "d");
        processes.put("two", "e");
        Process first = processes.start(options);
        Await.until("first records", () -> kept().size() == 5);
        ConsumeProcess.terminate(first);

        assertThat(processes.err()).contains(" user records in ").contains("told to stop");
        processes.put("one", "f", "g");
        Process second = processes.start(options);
        Await.until("later records", () -> kept().size() >= 7);
        ConsumeProcess.terminate(second);

        assertThat(kept()).extracting(line -> text(line)).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g");
        assertThat(kept("kept.two.shardId-000000000000"))
                .extracting(line -> text(line))
                .containsExactly("e");
        assertThat(kept("kept.one.shardId-000000000001"))
                .allMatch(line -> line.required("shardId").asText().equals("shardId-000000000001"));
        assertThat(processes.out()).isEmpty();
    }

    @Test
    void batchOfACommandThatDiesGoesToANewOne() throws Exception {
        String script = processes.script("""
                        while read -r line; do
                          case "$line" in
                            '{"batch":'*) echo "processed a batch"; echo "$line" ;;
                            *'"poison"'*) [ -e "$1.died" ] || { touch "$1.died"; exit 3; } ;;
                          esac
                          case "$line" in *'"text"'*) echo "$line" >> "$1" ;; esac
                        done
                        """).toString();
        processes.put("two", "a", "poison", "b");

        Process process =
                processes.start("-s", "two", "--checkpoints", path("ck"), "--exec", "sh", script, path("kept"));
        Await.until("the last record", () -> processes.out().contains("processed a batch"));
        ConsumeProcess.terminate(process);

        assertThat(kept("kept")).extracting(line -> text(line)).containsExactly("a", "a", "poison", "b");
        assertThat(processes.err())
                .contains("the command failed: shard=shardId-000000000000")
                .contains("exitCode=3");
        assertThat(processes.out().lines().distinct()).containsExactly("processed a batch");
    }

    @Test
    void recordsThatFailGoToTheDeadLettersAndTheShardGoesOn() throws Exception {
        processes.put("two", "a", "poison", "b");

        Process process = processes.start(
                "-s",
                "two",
                "--checkpoints",
                path("ck"),
                "--class",
                AppendingHandler.class.getName(),
                "--max-attempts",
                "2",
                "--dead-letters",
                path("dead.jsonl"));
        Await.until("dead letters", () -> !processes.lines("dead.jsonl").isEmpty());
        processes.put("two", "c");
        Await.until("the last record", () -> processes.lines("handled").contains("c"));
        ConsumeProcess.terminate(process);

        assertThat(processes.lines("handled")).contains("a", "c").doesNotContain("poison");
        JsonNode dead = kept("dead.jsonl").get(0);
        assertThat(text(dead)).isEqualTo("poison");
        assertThat(dead.required("stream").asText()).isEqualTo("two");
        assertThat(dead.required("shardId").asText()).isEqualTo("shardId-000000000000");
        assertThat(dead.required("failure").asText()).contains("poison");
    }

    @Test
    void theKclWorkerGoesOnBehindItsCheckpoints() throws Exception {
        try (DynamoDbLocal dynamoDb =
                DynamoDbLocal.inMemory(Path.of("..", "dynamodb-local", "libraries", "target", "lib"))) {
            String[] options = {
                "-s",
                "two",
                "--engine",
                "KCL",
                "--application",
                "app",
                "--dynamodb-endpoint",
                dynamoDb.endpoint().toString(),
                "--class",
                AppendingHandler.class.getName()
            };
            processes.put("two", "a", "b");
            Process first = processes.start(options);
            Await.until("first records", () -> processes.lines("handled").size() == 2);
            ConsumeProcess.terminate(first);
            processes.put("two", "c");
            Process second = processes.start(options);
            Await.until("later records", () -> processes.lines("handled").size() > 2);
            ConsumeProcess.terminate(second);
        }

        assertThat(processes.lines("handled")).containsExactly("a", "b", "c");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** What the script has kept, of all shards. */
    private List<JsonNode> kept() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("kept."))
                    .flatMap(name -> kept(name).stream())
                    .toList();
        }
    }

    private List<JsonNode> kept(String name) {
        try {
            return processes.lines(name).stream()
                    .map(line -> JsonLines.read(line, 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode record) {
        return record.required("text").asText();
    }
}
