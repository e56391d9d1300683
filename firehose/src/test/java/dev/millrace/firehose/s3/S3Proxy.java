package dev.millrace.firehose.s3;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** S3Proxy over a folder, in a process of its own: a real S3 API on the loopback. */
public final class S3Proxy implements AutoCloseable {

    /** The build fetches it. */
    private static final Path LIBRARIES =
            Path.of(System.getProperty("millrace.s3proxy.libraries", "s3proxy/target/lib"));

    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final int port;

    private S3Proxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** On a free port: one that comes back is elsewhere. */
    public static S3Proxy start(Path folder) throws Exception {
        if (!Files.isDirectory(LIBRARIES)) {
            throw new IllegalStateException("S3Proxy is not there: folder=" + LIBRARIES.toAbsolutePath());
        }
        Files.createDirectories(folder);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ownClasses() + File.pathSeparator + LIBRARIES.resolve("*"),
                        S3ProxyProcess.class.getName(),
                        folder.toAbsolutePath().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new S3Proxy(process, port(process));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static int port(Process process) throws Exception {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
                return String.valueOf(reader.readLine());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Integer.parseInt(line.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    private static Path ownClasses() throws URISyntaxException {
        return Path.of(S3Proxy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Kills it. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process does not end: " + process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
