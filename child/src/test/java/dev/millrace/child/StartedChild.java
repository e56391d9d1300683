package dev.millrace.child;

import com.fasterxml.jackson.core.JsonFactory;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.record.HashKey;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** A child in a process of its own, as a daemon starts it. */
final class StartedChild implements AutoCloseable {

    /** What {@code docs/multilang.md} recommends. */
    static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Xss512k",
            "-Xms8m",
            "-Xmx64m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20");

    private static final long LIMIT_SECONDS = 60;

    final Process process;
    final Daemon daemon;
    private final CompletableFuture<String> errors;

    private StartedChild(Process process) {
        this.process = process;
        this.daemon = new Daemon(
                process.getOutputStream(),
                process.getInputStream(),
                process.onExit().thenAccept(ended -> {}));
        this.errors = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "standard error cannot be read: " + e;
            }
        });
    }

    static StartedChild of(Class<?> main, String... arguments) throws IOException, URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath(main)), main.getName()));
        command.addAll(List.of(arguments));
        return new StartedChild(new ProcessBuilder(command).start());
    }

    /** What a child needs and no more. */
    private static Set<String> classPath(Class<?> main) throws URISyntaxException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> type : List.of(
                main, KclProcess.class, RecordProcessor.class, HashKey.class, JsonFactory.class, Logger.class)) {
            places.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return places;
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end");
        }
        return process.exitValue();
    }

    /** All that it wrote to its standard error, once it has ended. */
    String errors() throws Exception {
        return errors.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Bytes of memory that it has, or that it had at most; 0 where the system does not tell. */
    long residentBytes(boolean peak) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        String name = peak ? "VmHWM:" : "VmRSS:";
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
