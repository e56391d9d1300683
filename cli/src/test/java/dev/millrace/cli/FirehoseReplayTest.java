package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FirehoseReplayTest {

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

    private static String line(String data) {
        String raw = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        return "{\"attemptsMade\":1,\"errorCode\":\"Lambda.FunctionError\",\"rawData\":\"" + raw
                + "\",\"more\":{\"rawData\":[1]}}\n";
    }

    private Path write(String name, String... data) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String each : data) {
            text.append(line(each));
        }
        Path file = folder.resolve("failed").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Command replay() {
        return Command.run(
                "firehose",
                "replay",
                "-s",
                "words",
                "--endpoint",
                service.endpoint(),
                folder.resolve("failed").toString());
    }

    /** What the stream has, each as often as it is there. */
    private List<String> stored(int count) throws Exception {
        Command tail = Command.run(
                "tail",
                "--stream",
                "words",
                "--from",
                "TRIM_HORIZON",
                "--count",
                Integer.toString(count),
                "--endpoint",
                service.endpoint());
        List<String> texts = new ArrayList<>();
        for (var record : tail.json()) {
            texts.add(new String(
                    Base64.getDecoder().decode(record.required("data").asText()), StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void recordsOfAllFilesAreStoredOnceHoweverOftenItRuns() throws Exception {
        write("2026/a", "one", "two");
        Path compressed = write("2026/b", "three");
        byte[] plain = Files.readAllBytes(compressed);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write(plain);
        }

        Command first = replay();
        write("c", "four");
        Command second = replay();

        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out().lines())
                .containsExactly(
                        "2026/a  2 records", "2026/b  1 records", "3 records of 2 files put back, 0 files before");
        assertThat(second.out().lines())
                .containsExactly("c  1 records", "1 records of 1 files put back, 2 files before");
        assertThat(stored(4)).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void fileThatCannotBeReadIsToldAndNotDone() throws Exception {
        Path torn = write("torn", "one");
        Files.writeString(torn, line("one") + "{\"rawData\":\"dHc");
        write("whole", "two");

        Command run = replay();
        Command again = replay();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("file not put back, or not all of it: torn: no JSON behind record 2 (1 records were tried;");
        assertThat(run.out()).contains("whole  1 records");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).contains("0 records of 0 files put back, 1 files before");
    }

    @Test
    void noteThatACrashLeftHalfCountsNot() throws Exception {
        Path file = write("a", "one");
        Files.writeString(folder.resolve("failed").resolve(".replayed"), Files.size(file) + " ");

        assertThat(replay().out()).contains("a  1 records");
        assertThat(Files.readString(folder.resolve("failed").resolve(".replayed")))
                .isEqualTo(Files.size(file) + " a\n");
    }

    @Test
    void whatIsNoFolderOrNoStreamIsSaid() {
        assertThat(replay().err()).contains("folder does not exist");
        assertThat(Command.run(
                                "firehose",
                                "replay",
                                "-s",
                                "missing",
                                "--endpoint",
                                service.endpoint(),
                                folder.toString())
                        .err())
                .contains("ResourceNotFoundException");
    }
}
