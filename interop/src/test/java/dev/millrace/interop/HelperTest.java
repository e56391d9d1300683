package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code millrace helper} prints what the helper of the package for Python does, but for jars, main class and sample. */
@Tag("interop")
class HelperTest {

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    @ParameterizedTest
    @Timeout(120)
    @ValueSource(
            strings = {
                "--print_command --java JAVA --properties FILE",
                "--print_command -j JAVA -p FILE -l LOG -c FIRST -c SECOND",
                "--print_command -j JAVA --props FILE --log-configuration LOG --classpath FIRST --path SECOND",
                "--print_command -j JAVA --prop FILE",
                "--print_command -j JAVA --sample",
                "--print_command -j JAVA --sample-props",
                "--print_command -j JAVA --use-sample-properties -p FILE",
                "--print_classpath",
                "--print_classpath --properties FILE --path FIRST",
                "--print_classpath --sample"
            })
    void optionsMeanTheSame(String options, @TempDir Path folder) throws Exception {
        List<String> arguments = new ArrayList<>();
        for (String word : options.split(" ", -1)) {
            boolean path = word.equals(word.toUpperCase(Locale.ROOT));
            arguments.add(path ? Files.writeString(folder.resolve(word), "").toString() : word);
        }
        assertThat(ours(arguments)).isEqualTo(theirs(arguments)).isNotEmpty();
    }

    private static String theirs(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Kit.KCLPY_3.programs().resolve("amazon_kclpy_helper.py").toString()));
        command.addAll(arguments);
        Path sample = Kit.KCLPY_3.sampleProperties();
        String jars = sample.getParent()
                .resolveSibling("amazon_kclpy")
                .resolve("jars")
                .toString();
        return general(
                print(new ProcessBuilder(command)), jars, "software.amazon.kinesis.multilang.MultiLangDaemon", sample);
    }

    private static String ours(List<String> arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("helper"));
        words.addAll(arguments);
        return general(
                print(MillraceDaemon.command(words.toArray(String[]::new))),
                CHECKOUT.resolve("cli").resolve("target").toString(),
                "dev.millrace.multilang.MultiLangDaemon",
                CHECKOUT.resolve("samples").resolve("words").resolve("sample.properties"));
    }

    private static String print(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as("exit code: %s", builder.command()).isZero();
        return printed;
    }

    /** Words in which the two need not differ. */
    private static String general(String printed, String jars, String main, Path sample) {
        return Stream.of(printed.split(" ", -1))
                .map(word -> word.replace(sample.toString(), "SAMPLE").replace(main, "MAIN"))
                .map(word -> word.contains(jars) ? general(word, jars, sample) : word)
                .reduce((first, second) -> first + " " + second)
                .orElse("");
    }

    /** A class path with all that is in the folder of jars as one entry. */
    private static String general(String classPath, String jars, Path sample) {
        Set<String> entries = new LinkedHashSet<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(
                    entry.startsWith(jars)
                            ? "JARS"
                            : entry.equals(sample.getParent().toString()) ? "SAMPLE'S FOLDER" : entry);
        }
        return String.join(File.pathSeparator, entries);
    }
}
