package dev.millrace.lambda.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class LocalFunctionTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HANDLER = ScriptedHandler.class.getName();

    @TempDir
    private Path folder;

    private Path zip = Path.of("not yet");

    @BeforeEach
    void writeZip() throws IOException {
        Path jar = folder.resolve("function.jar");
        String entry = HANDLER.replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = Objects.requireNonNull(ScriptedHandler.class.getResourceAsStream("/" + entry))) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
        zip = folder.resolve("function.zip");
        FunctionZip.write(zip, HANDLER + "::run", List.of(jar));
    }

    private LocalFunction start(Map<String, String> environment) throws IOException {
        return LocalFunction.start(zip, HANDLER + "::run", 128, environment, folder.resolve("log"));
    }

    private static FunctionAnswer invoke(LocalFunction function, String command)
            throws TimeoutException, InterruptedException {
        return function.invoke(("\"" + command + "\"").getBytes(StandardCharsets.UTF_8), LIMIT);
    }

    @Test
    void oneProcessServesManyInvocations() throws Exception {
        try (LocalFunction function = start(Map.of("GREETING", "hello"))) {
            assertThat(invoke(function, "environment").text()).isEqualTo("\"hello\"");
            assertThat(invoke(function, "count").text()).isEqualTo("\"2\"");
            assertThat(invoke(function, "count").text()).isEqualTo("\"3\"");
        }
    }

    @Test
    void failureOfTheFunctionIsToldAndItGoesOn() throws Exception {
        try (LocalFunction function = start(Map.of())) {
            FunctionAnswer answer = invoke(function, "throw");
            assertThat(answer).isInstanceOf(FunctionAnswer.Failed.class);
            assertThat(answer.text()).contains("made up");
            assertThat(invoke(function, "count").text()).isEqualTo("\"2\"");
        }
    }

    @Test
    void endOfTheProcessIsAFailure() throws Exception {
        try (LocalFunction function = start(Map.of())) {
            FunctionAnswer answer = invoke(function, "exit");
            assertThat(answer).isInstanceOf(FunctionAnswer.Failed.class);
            assertThat(answer.text()).contains("exitCode=3");
            assertThat(invoke(function, "count")).isInstanceOf(FunctionAnswer.Failed.class);
        }
    }

    @Test
    void standardInputOfTheFunctionIsEmpty() throws Exception {
        try (LocalFunction function = start(Map.of())) {
            assertThat(invoke(function, "input").text()).isEqualTo("\"-1\"");
        }
    }

    /** A process that starts the function, tells the function's process, and lets it hang. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            try (LocalFunction function = LocalFunction.start(
                    folder.resolve("function.zip"),
                    HANDLER + "::run",
                    128,
                    Map.of("HANGING", folder.resolve("hanging").toString()),
                    folder.resolve("log"))) {
                System.out.println(invoke(function, "process").text().replace("\"", ""));
                invoke(function, "hang");
            }
        }
    }

    @Test
    void processEndsWithTheOneThatIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Parent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle function;
        try (BufferedReader told = parent.inputReader()) {
            function = ProcessHandle.of(Long.parseLong(told.readLine())).orElseThrow();
            awaitFile(folder.resolve("hanging"));
        } finally {
            parent.destroyForcibly();
        }
        try {
            function.onExit().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            function.destroyForcibly();
        }
        assertThat(function.isAlive()).isFalse();
    }

    private static void awaitFile(Path file) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as("file: %s", file).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Test
    void handlerIsCheckedWithoutBeingRun() throws IOException {
        HandlerCheck.check(zip, HANDLER + "::run");

        assertThatThrownBy(() -> HandlerCheck.check(zip, "no.such.Handler"))
                .hasMessage("handler is not in the zip: class=no.such.Handler");
        assertThatThrownBy(() -> HandlerCheck.check(zip, HANDLER))
                .hasMessageContaining("implements neither RequestHandler nor RequestStreamHandler");
        assertThatThrownBy(() -> HandlerCheck.check(zip, HANDLER + "::walk"))
                .hasMessageContaining("has no public method walk");
    }
}
