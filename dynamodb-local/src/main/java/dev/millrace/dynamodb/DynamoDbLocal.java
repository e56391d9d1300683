package dev.millrace.dynamodb;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB Local, Amazon's own, in a process of its own, since its class path clashes with everybody's. It listens on
 * the loopback interface, on a free port unless told otherwise, takes any credentials and any region, and shows all of them the same tables.
 *
 * <p>The process ends when this is closed, and by itself when the process that started it is gone, however that ended.
 */
public final class DynamoDbLocal implements AutoCloseable {

    private static final long LIMIT_SECONDS = 60;
    private static final String LOOPBACK = "127.0.0.1";

    private final Process process;
    private final URI endpoint;

    private DynamoDbLocal(Process process, int port) {
        this.process = process;
        this.endpoint = URI.create("http://" + LOOPBACK + ":" + port);
    }

    /**
     * Starts a service whose tables live in memory and end with it. Returns when it answers.
     *
     * @param libraries the folder with the jars and the native libraries of DynamoDB Local
     * @throws IllegalStateException if the folder is not there, the port is taken, or the service does not start within a minute
     */
    public static DynamoDbLocal inMemory(Path libraries) throws IOException, InterruptedException {
        return start(libraries, null, 0);
    }

    /**
     * As {@link #inMemory(Path)}, on a port of the caller's choice.
     *
     * @param port 0 for a free one
     */
    public static DynamoDbLocal inMemory(Path libraries, int port) throws IOException, InterruptedException {
        return start(libraries, null, port);
    }

    /**
     * Starts a service whose tables lie in a folder. Returns when it answers. One service uses a folder at a time.
     *
     * @param libraries the folder with the jars and the native libraries of DynamoDB Local
     * @param data made if it is not there
     * @throws IllegalStateException if the libraries are not there, or the service does not start within a minute
     */
    public static DynamoDbLocal inFolder(Path libraries, Path data) throws IOException, InterruptedException {
        return inFolder(libraries, data, 0);
    }

    /**
     * As {@link #inFolder(Path, Path)}, on a port of the caller's choice.
     *
     * @param port 0 for a free one
     */
    public static DynamoDbLocal inFolder(Path libraries, Path data, int port) throws IOException, InterruptedException {
        return start(libraries, Files.createDirectories(Objects.requireNonNull(data, "data")), port);
    }

    private static DynamoDbLocal start(Path libraries, @Nullable Path data, int port)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException("the libraries of DynamoDB Local are not there: folder="
                    + libraries.toAbsolutePath() + " (the build fetches them: './mvnw -pl dynamodb-local -am verify')");
        }
        requireFree(port);
        Path log = Files.createTempFile("dynamodb-local-", ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dsqlite4java.library.path=" + libraries,
                        "-cp",
                        libraries.resolve("*") + File.pathSeparator + ownClasses(),
                        DynamoDbLocalProcess.class.getName(),
                        data == null ? "" : data.toAbsolutePath().toString(),
                        Integer.toString(port))
                .redirectError(log.toFile())
                .start();
        try {
            int opened = port(process, log);
            Files.deleteIfExists(log);
            return new DynamoDbLocal(process, opened);
        } catch (RuntimeException | Error | IOException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Says that a port is taken before the process would only fail at it. */
    private static void requireFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (BindException e) {
            throw new IllegalStateException("port in use: port=" + port + " (choose another, or 0 for a free one)", e);
        }
    }

    private static int port(Process process, Path log) throws InterruptedException {
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
            throw new IllegalStateException("DynamoDB Local did not start: see " + log, e);
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

    /** Where clients connect, such as {@code http://127.0.0.1:8000}. */
    public URI endpoint() {
        return endpoint;
    }

    /** Number of the process. */
    public long processId() {
        return process.pid();
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
