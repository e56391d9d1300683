package dev.millrace.multilang;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A daemon in a process of its own, as people run it. */
final class DaemonProcess implements AutoCloseable {

    private final Path folder;
    private final Process process;

    private DaemonProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static DaemonProcess start(Path folder, Map<String, String> properties) throws IOException {
        Path file = folder.resolve("daemon.properties");
        List<String> lines = new ArrayList<>();
        properties.forEach((key, value) -> lines.add(key + " = " + value));
        Files.write(file, lines);
        return new DaemonProcess(folder, run(folder, "-p", file.toString()));
    }

    static Process run(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MultiLangDaemon.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()))
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
                .start();
    }

    Process process() {
        return process;
    }

    static String written(Path folder, String stream) throws IOException {
        return Files.readString(folder.resolve(stream));
    }

    /** Its exit code, or null if it runs. */
    @Nullable
    Integer exitCode() {
        return process.isAlive() ? null : process.exitValue();
    }

    /** Asks it to end, as an operating system does; tells its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the daemon did not end: folder=" + folder);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
