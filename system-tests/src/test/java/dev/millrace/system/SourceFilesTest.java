package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that class files do not show: over the sources of every module, tests too. */
final class SourceFilesTest {

    private static final int MAX_LINES = 500;

    /** Put together, so that this file keeps the rules itself. */
    private static final String SLEEP = "Thread." + "sleep(";

    private static final String DISABLED = "@" + "Disabled";

    private static final List<Path> FILES = javaFiles();

    @Test
    void everyModuleIsLookedAt() {
        assertThat(FILES.stream().map(file -> root().relativize(file).getName(0).toString()))
                .contains(
                        "record",
                        "processor",
                        "producer",
                        "consumer",
                        "kcl",
                        "local",
                        "local-junit",
                        "cli",
                        "system-tests");
        assertThat(FILES).anyMatch(file -> file.startsWith(root().resolve("system-tests/cluster")));
        assertThat(FILES).hasSizeGreaterThan(150);
    }

    @Test
    void noFileIsOverFiveHundredLines() {
        assertThat(FILES).filteredOn(file -> lines(file).size() > MAX_LINES).isEmpty();
    }

    @Test
    void noTestSleeps() {
        assertThat(FILES).filteredOn(isTest().and(contains(SLEEP))).isEmpty();
    }

    @Test
    void noTestIsDisabled() {
        assertThat(FILES).filteredOn(isTest().and(contains(DISABLED))).isEmpty();
    }

    private static Predicate<Path> isTest() {
        return file -> root().relativize(file).toString().contains("src/test/");
    }

    private static Predicate<Path> contains(String text) {
        return file -> lines(file).stream().anyMatch(line -> line.contains(text));
    }

    private static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles() {
        try (Stream<Path> folders = Files.find(root(), 2, (path, attributes) -> attributes.isDirectory())) {
            return folders.map(folder -> folder.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceFilesTest::javaFilesIn)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFilesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
