package dev.millrace.lambda.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Lambda function from a zip, in a process of its own under the runtime's own client, as in Lambda: with its
 * serialization, its class loading, and its context. One invocation at a time. Linux on x86-64 or ARM 64. The process ends
 * with this one at the latest, even if this one is killed; its files are removed only by {@link #close}.
 *
 * <p>The process has this one's environment and rights: run only zips that you trust.
 */
public final class LocalFunction implements AutoCloseable {

    /** What the function is told to be. */
    public static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:local";

    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    private final Path folder;
    private final RuntimeApi api;
    private final Process process;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalFunction(Path folder, RuntimeApi api, Process process) {
        this.folder = folder;
        this.api = api;
        this.process = process;
        var unused = process.onExit().thenAccept(this::failAll);
    }

    private void failAll(Process ended) {
        api.fail("Runtime.ExitError", "the function's process has ended: exitCode=" + ended.exitValue());
    }

    /**
     * Starts a function. What it prints goes where this process prints.
     *
     * @param handler as in the function's configuration: {@code package.Class} or {@code package.Class::method}
     * @param memoryMegabytes of its heap
     * @param environment beside this process's
     * @throws IOException if the zip cannot be read or no process be started
     * @throws IllegalArgumentException if the zip is none that Lambda takes
     */
    public static LocalFunction start(Path zip, String handler, int memoryMegabytes, Map<String, String> environment)
            throws IOException {
        return start(zip, handler, memoryMegabytes, environment, null);
    }

    /**
     * Starts a function, as {@link #start(Path, String, int, Map)} does.
     *
     * @param output the file that gets what it prints
     */
    public static LocalFunction start(
            Path zip, String handler, int memoryMegabytes, Map<String, String> environment, @Nullable Path output)
            throws IOException {
        Path folder = Files.createTempDirectory("millrace-function");
        RuntimeApi api = null;
        try {
            Path task = Files.createDirectory(folder.resolve("task"));
            Path runtime = Files.createDirectory(folder.resolve("runtime"));
            FunctionZip.unpack(zip, task);
            api = RuntimeApi.start(ARN);
            ProcessBuilder builder = new ProcessBuilder(command(handler, memoryMegabytes, runtime))
                    .directory(task.toFile())
                    .redirectErrorStream(true);
            builder.redirectOutput(
                    output == null
                            ? ProcessBuilder.Redirect.INHERIT
                            : ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(lambdaEnvironment(handler, memoryMegabytes, task, api));
            builder.environment().putAll(environment);
            return new LocalFunction(folder, api, builder.start());
        } catch (IOException | RuntimeException e) {
            if (api != null) {
                api.close();
            }
            delete(folder);
            throw e;
        }
    }

    private static List<String> command(String handler, int memoryMegabytes, Path runtime) throws IOException {
        List<Path> jars = RuntimeJars.extract(runtime);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + memoryMegabytes + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-D" + RuntimeJars.NATIVE_LIBRARY_PROPERTY + "=" + RuntimeJars.extractNativeLibrary(runtime, jars));
        RuntimeJars.extractProcess(runtime);
        command.add("-cp");
        command.add(Stream.concat(jars.stream(), Stream.of(runtime))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(FunctionProcess.class.getName());
        command.add(RuntimeJars.MAIN);
        command.add(handler);
        return command;
    }

    private static Map<String, String> lambdaEnvironment(
            String handler, int memoryMegabytes, Path task, RuntimeApi api) {
        return Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                api.hostAndPort(),
                "AWS_LAMBDA_FUNCTION_NAME",
                "local",
                "AWS_LAMBDA_FUNCTION_VERSION",
                "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(memoryMegabytes),
                "LAMBDA_TASK_ROOT",
                task.toString(),
                "_HANDLER",
                handler);
    }

    /**
     * Invokes it and waits for the answer.
     *
     * @param event JSON in UTF-8
     * @return what it returned, or its failure; also if its process has ended
     * @throws TimeoutException if there was none in time; the function goes on, as it would not in Lambda: close it
     */
    public FunctionAnswer invoke(byte[] event, Duration timeout) throws TimeoutException, InterruptedException {
        CompletableFuture<FunctionAnswer> answer = api.invoke(event, timeout);
        if (!process.isAlive()) {
            failAll(process);
        }
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Whether its process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process and removes its files. May be repeated. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        process.destroyForcibly();
        try {
            process.waitFor(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        api.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("files of a function could not be removed: folder=" + folder, e);
        }
    }
}
