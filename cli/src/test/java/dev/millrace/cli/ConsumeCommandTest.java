package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.checkpoint.FolderCheckpointStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that are wrong, and workers that stop because processing fails. */
@Timeout(120)
class ConsumeCommandTest {

    @TempDir
    private Path folder;

    private ConsumeProcess service;

    @BeforeEach
    void start() {
        service = new ConsumeProcess(folder);
        service.createStream("words", 1);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    static Stream<Arguments> wrongCalls() {
        return Stream.of(
                wrong("either --class NAME or --exec COMMAND", "--checkpoints", "ck"),
                wrong("either --class NAME or --exec COMMAND", "--class", "A", "--exec", "true"),
                wrong("wants --checkpoints FOLDER", "--exec", "true"),
                wrong("wants --checkpoints FOLDER", "--application", "a", "--checkpoints", "ck", "--exec", "true"),
                wrong("wants --application NAME", "--engine", "KCL", "--exec", "true"),
                wrong("application not allowed", "--engine", "kcl", "--application", "a b", "--exec", "true"),
                wrong("class cannot be loaded: no.such.Class", "--checkpoints", "ck", "--class", "no.such.Class"),
                wrong("implements none of", "--checkpoints", "ck", "--class", "java.lang.String"),
                wrong("not there, of --classpath", "--class", "A", "--classpath", "no.jar"),
                wrong("command not found: no-such-command", "--checkpoints", "ck", "--exec", "no-such-command"),
                wrong("--classpath is for --class", "--classpath", "a.jar", "--exec", "true"),
                wrong("no place to begin at", "--checkpoints", "ck", "--from", "AT_TIMESTAMP", "--exec", "true"),
                wrong(
                        "moment cannot be read",
                        "--from",
                        "AT_TIMESTAMP",
                        "noon",
                        "--checkpoints",
                        "c",
                        "--exec",
                        "true"),
                wrong(
                        "in the future",
                        "--from",
                        "AT_TIMESTAMP",
                        "2999-01-01T00:00:00Z",
                        "--checkpoints",
                        "c",
                        "--exec",
                        "true"),
                wrong(
                        "needs --dead-letters FILE",
                        "--on-failure",
                        "DEAD_LETTER",
                        "--checkpoints",
                        "c",
                        "--exec",
                        "true"),
                wrong("attempts out of range", "--max-attempts", "0", "--checkpoints", "c", "--exec", "true"),
                wrong("answer timeout out of range", "--answer-timeout", "0", "--checkpoints", "c", "--exec", "true"));
    }

    private static Arguments wrong(String message, String... options) {
        return Arguments.of(message, List.of(options));
    }

    @ParameterizedTest
    @MethodSource("wrongCalls")
    void wrongCallEndsWithTwoAndSaysWhatIsWanted(String message, List<String> options) {
        Command run = consume(options);

        assertThat(run.err()).startsWith("millrace: ").contains(message);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void missingStreamEndsWithOne() {
        Command run = Command.run(
                "consume",
                "-s",
                "none",
                "--endpoint",
                service.endpoint(),
                "--checkpoints",
                path("ck"),
                "--exec",
                "true");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("ResourceNotFoundException");
    }

    @Test
    void commandThatFailsEveryAttemptStopsTheWorker() {
        service.put("words", "a");

        Command run = consume(List.of("--checkpoints", path("ck"), "--max-attempts", "2", "--exec", "false"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("millrace: the worker failed: the command failed: shard=shardId-000000000000")
                .contains("0 user records in 0 batches processed; 2 batches failed");
    }

    @Test
    void commandThatDoesNotAnswerInTimeIsEnded() {
        service.put("words", "a");

        Command run = consume(List.of(
                "--checkpoints",
                path("ck"),
                "--max-attempts",
                "1",
                "--answer-timeout",
                "1",
                "--exec",
                "sh",
                "-c",
                "cat > /dev/null; sleep 600"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("no answer to a batch in time: seconds=1");
    }

    @Test
    void answerToAnotherBatchIsNone() {
        service.put("words", "a");

        Command run = consume(List.of(
                "--checkpoints",
                path("ck"),
                "--max-attempts",
                "1",
                "--exec",
                "sh",
                "-c",
                "echo '{\"batch\": 7}'; cat"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("answered another batch: answered=7");
    }

    @Test
    void folderInUseIsSaid() {
        service.put("words", "a");
        Command first = consume(List.of("--checkpoints", path("ck"), "--max-attempts", "1", "--exec", "false"));
        assertThat(first.exitCode()).isEqualTo(1);
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder.resolve("ck"))) {
            assertThat(store.positions("words")).isNotEmpty();

            Command second = consume(List.of("--checkpoints", path("ck"), "--exec", "true"));

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).contains("in use by another worker");
        }
    }

    private Command consume(List<String> options) {
        List<String> arguments =
                new ArrayList<>(List.of("consume", "--stream", "words", "--endpoint", service.endpoint()));
        arguments.addAll(options);
        return Command.run(arguments.toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
