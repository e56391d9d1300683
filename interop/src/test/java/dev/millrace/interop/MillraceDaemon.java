package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command {@code millrace} as the cli module has packaged it, nobody's own settings around it. */
final class MillraceDaemon {

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PACKAGED = CHECKOUT.resolve("cli").resolve("target");
    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private MillraceDaemon() {}

    /** Its command line: not {@code ./millrace}, which would build first. */
    static ProcessBuilder command(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dmillrace.home=" + CHECKOUT,
                "-cp",
                classPath(),
                "dev.millrace.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        return builder;
    }

    /** The class path that its java is told, whole. */
    static String classPath() throws IOException {
        try (Stream<Path> files = Files.list(PACKAGED)) {
            Path own = files.filter(
                            file -> file.getFileName().toString().matches("millrace-cli-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("not packaged: " + PACKAGED));
            return own + File.pathSeparator + PACKAGED.resolve("lib") + File.separator + "*";
        }
    }

    /** What it prints, which must end well. */
    static List<String> run(String... arguments) throws Exception {
        Process process = command(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Stream<String> lines = process.inputReader().lines()) {
            List<String> printed = lines.toList();
            assertThat(process.waitFor())
                    .as("exit code: %s", List.of(arguments))
                    .isZero();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
