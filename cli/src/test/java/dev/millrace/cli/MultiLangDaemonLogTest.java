package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.multilang.MultiLangDaemon;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a main class of the command's class path, as the command that {@code millrace helper} prints runs it. */
class MultiLangDaemonLogTest {

    @Test
    @Timeout(60)
    void itLogsFromInfoOn(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("daemon.properties");
        Files.write(
                file,
                List.of(
                        "executableName = cat",
                        "applicationName = words",
                        "streamName = words",
                        "engine = local",
                        "checkpointFolder = " + folder.resolve("checkpoints"),
                        // Where nobody listens.
                        "kinesisEndpoint = http://127.0.0.1:1"));
        Process daemon = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        MultiLangDaemon.class.getName(),
                        "-p",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = daemon.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.lines().anyMatch(line -> line.contains("INFO") && line.contains("the daemon starts")))
                    .isTrue();
        } finally {
            daemon.destroyForcibly();
        }
    }
}
