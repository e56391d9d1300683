package dev.millrace.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A service with a data directory in a process of its own, which can be killed. */
final class KilledService implements AutoCloseable {

    private static final long LIMIT_SECONDS = 20;

    private final Process process;
    private final URI endpoint;

    private KilledService(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** The process: tells its endpoint, and serves until it is killed, or its parent is gone. */
    public static void main(String[] arguments) throws IOException {
        try (LocalKinesis kinesis =
                LocalKinesis.builder().dataDirectory(Path.of(arguments[0])).start()) {
            System.out.println(kinesis.endpoint());
            while (System.in.read() >= 0) {
                // Nothing is ever said; the end of input is the end of the parent.
            }
        }
    }

    static KilledService start(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledService.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.startsWith("http")) {
            line = out.readLine();
        }
        if (line == null) {
            process.destroyForcibly();
            throw new IOException("the service did not start");
        }
        return new KilledService(process, URI.create(line));
    }

    URI endpoint() {
        return endpoint;
    }

    /** As {@code kill -9} does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the process does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
