package dev.millrace.system.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link ClusterWorker} in its process. What it logs lies in {@code target/workers}. */
final class WorkerProcess implements AutoCloseable {

    private static final Path LOGS = Path.of("target", "workers");
    private static final Duration READ_LIMIT = Duration.ofSeconds(10);

    private final String id;
    private final Process process;
    private final Thread reader;

    private WorkerProcess(String id, Process process, Journal journal) {
        this.id = id;
        this.process = process;
        this.reader = new Thread(() -> read(journal), "reader-" + id);
    }

    static WorkerProcess start(String id, Journal journal, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterWorker.class.getName()));
        command.addAll(arguments);
        command.add(id);
        Files.createDirectories(LOGS);
        Process process = new ProcessBuilder(command)
                .redirectError(LOGS.resolve(id + ".log").toFile())
                .start();
        WorkerProcess worker = new WorkerProcess(id, process, journal);
        worker.reader.start();
        return worker;
    }

    private void read(Journal journal) {
        try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Event event = Event.parse(line);
                if (event != null) {
                    journal.take(id, event);
                }
            }
        } catch (IOException e) {
            // The stream was closed with the process.
        }
    }

    String id() {
        return id;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. By the handle, so that what it has said can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** SIGTERM. */
    void stop() {
        process.toHandle().destroy();
    }

    /** From now on it does nothing, and does not know. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int answer = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                .start()
                .waitFor();
        if (answer != 0) {
            throw new IllegalStateException("signal was not sent: signal=" + name + " worker=" + id);
        }
    }

    /** The exit value, when all that it has said is read. */
    int awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("did not end in " + limit + ": " + id);
        }
        reader.join(READ_LIMIT.toMillis());
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
        try {
            int unused = awaitEnd(READ_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
