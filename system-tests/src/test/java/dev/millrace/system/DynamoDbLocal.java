package dev.millrace.system;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * DynamoDB Local in a process of its own, since its class path clashes with ours. In memory, on a free port of the
 * loopback interface. The build puts it into {@code dynamodb-local/target/lib}.
 */
final class DynamoDbLocal implements AutoCloseable {

    private static final Path LIBRARIES = Path.of("dynamodb-local", "target", "lib");
    private static final Path LOG = Path.of("target", "dynamodb-local.log");
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final URI endpoint;

    private DynamoDbLocal(Process process, int port) {
        this.process = process;
        this.endpoint = URI.create("http://127.0.0.1:" + port);
    }

    /** Returns when the service answers. */
    static DynamoDbLocal start() throws IOException, InterruptedException {
        if (!Files.isDirectory(LIBRARIES)) {
            throw new IllegalStateException("DynamoDB Local is not there, build with Maven first: folder="
                    + LIBRARIES.toAbsolutePath() + " command='mvn verify -pl system-tests -am'");
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = LIBRARIES.resolve("*") + File.pathSeparator + ownClasses();
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-Dsqlite4java.library.path=" + LIBRARIES,
                        "-cp",
                        classPath,
                        DynamoDbLocalProcess.class.getName())
                .redirectError(LOG.toFile())
                .start();
        try {
            return new DynamoDbLocal(process, port(process));
        } catch (RuntimeException | Error | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static int port(Process process) throws InterruptedException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
                return String.valueOf(reader.readLine());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            return Integer.parseInt(line.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException | NumberFormatException e) {
            throw new IllegalStateException("DynamoDB Local did not start: see " + LOG.toAbsolutePath(), e);
        }
    }

    private static Path ownClasses() {
        try {
            return Path.of(DynamoDbLocal.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /** Ends the process and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
