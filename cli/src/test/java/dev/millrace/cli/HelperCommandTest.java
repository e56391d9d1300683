package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.multilang.MultiLangDaemon;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HelperCommandTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder;

    private String properties;

    @BeforeEach
    void write() throws IOException {
        properties = Files.writeString(folder.resolve("my.properties"), "noSuchKey = 1\n")
                .toString();
    }

    @Test
    void printedCommandRunsInBackTicks() throws Exception {
        Path printed = Files.writeString(
                folder.resolve("command"),
                Command.run("helper", "--print_command", "--java", JAVA, "--properties", properties)
                        .out());
        Process process = new ProcessBuilder("sh", "-c", "`cat \"$0\"`", printed.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(said).contains("MultiLangDaemon: ", "noSuchKey");
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"-j, -p, -c, -l", "--java, --props, --classpath, --log-configuration", "-j, --prop, --path, -l"})
    void commandIsThatOfTheHelperForPython(String java, String props, String path, String log) {
        Command run = Command.run(
                "helper", "--print_command", java, "java", props, properties, path, folder.toString(), log, "my.xml");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("java -cp " + folder.toAbsolutePath() + File.pathSeparator)
                .endsWith(File.pathSeparator + folder.toAbsolutePath() + " " + MultiLangDaemon.class.getName()
                        + " --properties-file " + properties + " --log-configuration my.xml" + System.lineSeparator());
    }

    @Test
    void classPathIsAbsolute() {
        Command run = Command.run("helper", "--print_classpath", "-c", "src");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip().split(File.pathSeparator, -1))
                .allMatch(entry -> Path.of(entry).isAbsolute())
                .startsWith(Path.of("src").toAbsolutePath().toString());
    }

    @Test
    void pathsThatWouldNeedQuotesAreRefused() throws IOException {
        String blank = Files.createDirectory(folder.resolve("a b")).toString();
        String glob = Files.createDirectory(folder.resolve("a*")).toString();
        for (String path : new String[] {blank, glob}) {
            Command run = Command.run("helper", "--print_classpath", "--classpath", path);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--classpath would need quotes").contains(path);
            assertThat(run.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "helper",
                "helper --print_command --print_classpath",
                "helper --print_command --java java",
                "helper --print_command --properties pom.xml",
                "helper --print_classpath --properties no.such.file"
            })
    void whatIsMissingIsSaid(String line) {
        Command run = Command.run(line.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isNotEmpty();
        assertThat(run.out()).isEmpty();
    }

    @Test
    void sampleIsThatOfTheCheckout() {
        String before = System.getProperty("millrace.home");
        String home = Path.of("..").toAbsolutePath().normalize().toString();
        System.setProperty("millrace.home", home);
        try {
            Command run = Command.run("helper", "--print_command", "--java", "java", "--sample", "-p", "other");

            assertThat(run.out()).contains(" --properties-file " + home + "/samples/words/sample.properties");
            assertThat(run.err()).contains("not other");
        } finally {
            if (before == null) {
                System.clearProperty("millrace.home");
            } else {
                System.setProperty("millrace.home", before);
            }
        }
    }
}
