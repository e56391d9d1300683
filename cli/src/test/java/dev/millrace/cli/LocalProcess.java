package dev.millrace.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code millrace local} in a process of its own, which can be told to end, or killed. */
final class LocalProcess implements AutoCloseable {

    private static final Pattern ENDPOINT = Pattern.compile(" +endpoint +(http://127\\.0\\.0\\.1:\\d+).*");
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final URI endpoint;

    private LocalProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts it at a free port; returns when it serves. Its standard error goes to a file of the folder. */
    static LocalProcess start(Path folder, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("local", "--port", "0"));
        arguments.addAll(List.of(options));
        Process process = command(folder, arguments.toArray(String[]::new));
        try {
            BufferedReader reader = process.inputReader();
            while (true) {
                Matcher line = ENDPOINT.matcher(Objects.requireNonNull(reader.readLine(), "the service ended"));
                if (line.matches()) {
                    return new LocalProcess(process, URI.create(line.group(1)));
                }
            }
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Starts any command. */
    static Process command(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.millrace.cli.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()))
                .start();
    }

    URI endpoint() {
        return endpoint;
    }

    /** As an operating system does it; returns when it is gone. */
    void terminate() throws InterruptedException {
        ConsumeProcess.terminate(process);
    }

    /** As {@code kill -9} does it; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not die");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
