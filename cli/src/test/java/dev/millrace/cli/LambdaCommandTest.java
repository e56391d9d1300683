package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class LambdaCommandTest {

    private static final String HANDLER = ShoutingHandler.class.getName() + "::shout";

    @TempDir
    private Path folder;

    /** A function of its own, which needs nothing else. */
    public static final class ShoutingHandler {
        public String shout(String text) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("nothing to shout");
            }
            System.out.println("shouting");
            return text.toUpperCase(Locale.ROOT) + System.getenv("MARK");
        }
    }

    @BeforeEach
    void writeJar() throws IOException {
        Files.createDirectory(folder.resolve("jars"));
        String entry = ShoutingHandler.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(folder.resolve("jars/function.jar")));
                InputStream in = Objects.requireNonNull(ShoutingHandler.class.getResourceAsStream("/" + entry))) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
    }

    private String zip() {
        return folder.resolve("function.zip").toString();
    }

    private Command writePackage(String handler) {
        return Command.run(
                "lambda",
                "package",
                "--handler",
                handler,
                "--jar",
                folder.resolve("jars").toString(),
                "--output",
                zip());
    }

    @Test
    void packagedFunctionAnswersAnEvent() {
        Command packaged = writePackage(HANDLER);
        assertThat(packaged.err()).isEmpty();
        assertThat(packaged.out()).contains("function.zip: ").contains("handler " + HANDLER);

        Command answered = Command.runWith(
                "\"hello\"", "lambda", "invoke", "--zip", zip(), "--event", "-", "--env", "MARK=!", "--memory", "128");

        assertThat(answered.exitCode()).as(answered.err()).isZero();
        assertThat(answered.out().strip()).isEqualTo("\"HELLO!\"");
        assertThat(answered.err()).contains("shouting");
    }

    @Test
    void failureOfTheFunctionEndsWithOne() {
        writePackage(HANDLER);

        Command failed = Command.runWith("\"\"", "lambda", "invoke", "--zip", zip(), "--event", "-");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).contains("nothing to shout");
        assertThat(failed.err()).contains("the function failed");
    }

    @Test
    void handlerThatIsNotThereEndsWithTwo() {
        Command packaged = writePackage("no.such.Handler");

        assertThat(packaged.exitCode()).isEqualTo(2);
        assertThat(packaged.err()).contains("handler is not in the zip: class=no.such.Handler");
    }

    @Test
    void zipThatIsNotThereIsNamed() {
        Command run = Command.runWith(
                "\"\"",
                "lambda",
                "invoke",
                "--zip",
                folder.resolve("missing.zip").toString(),
                "--event",
                "-");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("missing.zip");
    }
}
