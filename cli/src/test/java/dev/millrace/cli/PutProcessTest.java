package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.put.StoredLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, which is told to end, or killed. */
@Timeout(120)
class PutProcessTest {

    private static final Pattern SUMMARY =
            Pattern.compile("([\\d,]+) lines read, ([\\d,]+) stored \\([\\d,]+ bytes\\), ([\\d,]+) not stored");

    @TempDir
    private Path folder;

    private final StoredLines stored = new StoredLines(2);
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        stored.close();
    }

    @Test
    void everyLineIsThereAtLeastOnceAlthoughTheProcessIsKilledAgainAndAgain() throws Exception {
        List<String> expected =
                IntStream.range(0, 30_000).mapToObj(i -> "line-" + i).toList();
        Path file = folder.resolve("app.log");
        int kills = 3;
        for (int kill = 0; kill < kills; kill++) {
            int from = kill * expected.size() / kills;
            int to = (kill + 1) * expected.size() / kills;
            append(file, String.join("\n", expected.subList(from, to)) + "\n");
            Process process = follow(file);
            int enough = from + (to - from) / 3;
            stored.await(lines -> lines.stream().distinct().count() > enough);
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            if (kill == 1) {
                Files.move(file, folder.resolve("app.log.1"));
            }
        }
        Process last = follow(file);
        stored.await(lines -> lines.stream().distinct().count() == expected.size());
        last.destroy();
        assertThat(last.waitFor(40, TimeUnit.SECONDS)).isTrue();

        assertThat(stored.lines().stream().distinct()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(Files.readString(folder.resolve("err"))).contains("goes on at its stored position");
    }

    @Test
    void toldToEndItSendsWhatItHasReadAndSaysSo() throws Exception {
        Path file = folder.resolve("app.log");
        append(file, manyLines());
        Process process = follow(file, "--linger", "20000");

        assertAllReadIsStored(process, "told to end, sends what was read");
        try (var files = Files.list(folder.resolve("state"))) {
            assertThat(files).anyMatch(path -> path.toString().endsWith(".position"));
        }
    }

    @Test
    void toldToEndWhileTheStandardInputIsSilentItSendsWhatItHasRead() throws Exception {
        Process process = start("--linger", "20000");
        process.getOutputStream().write(manyLines().getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();

        assertAllReadIsStored(process, "told to end while reading, sends what was read");
    }

    /** Aggregates that are full have left, the last one waits for more when the process is told to end. */
    private void assertAllReadIsStored(Process process, String said) throws Exception {
        stored.await(lines -> !lines.isEmpty());

        // Through the handle, which leaves the standard input open.
        process.toHandle().destroy();

        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        String err = Files.readString(folder.resolve("err"));
        assertThat(err).contains(said);
        Matcher summary = SUMMARY.matcher(err);
        assertThat(summary.find()).as(err).isTrue();
        assertThat(summary.group(2)).isEqualTo(summary.group(1));
        assertThat(summary.group(3)).isEqualTo("0");
        assertThat(stored.lines()).hasSize(Integer.parseInt(summary.group(1).replace(",", "")));
    }

    private static String manyLines() {
        return IntStream.range(0, 5_000)
                .mapToObj(i -> "a line of the log, number " + i + "\n")
                .collect(Collectors.joining());
    }

    private Process follow(Path file, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--follow",
                "--rotation-wait",
                "0",
                "--state-folder",
                folder.resolve("state").toString(),
                file.toString()));
        all.addAll(List.of(options));
        return start(all.toArray(String[]::new));
    }

    private Process start(String... options) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                classPath,
                "dev.millrace.cli.Main",
                "put",
                "--stream",
                StoredLines.STREAM,
                "--endpoint",
                stored.endpoint()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()))
                .start();
        processes.add(process);
        return process;
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
