package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of a script to its end. */
final class Script {

    private static final long LIMIT_SECONDS = 120;

    private Script() {}

    /** What it prints for these lines. It must end well and complain of nothing. */
    static List<String> run(ProcessBuilder builder, List<String> lines) throws Exception {
        Process process = start(builder);
        try {
            CompletableFuture<Void> input = CompletableFuture.runAsync(() -> write(process, lines));
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time: %s", builder.command())
                    .isTrue();
            String complaints = err.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            String printed = out.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(complaints)
                    .as("standard error after: %s", lastLine(printed))
                    .isEmpty();
            assertThat(process.exitValue()).as("exit code").isZero();
            input.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return printed.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError("cannot be started: " + builder.command().get(0) + ": run dev/interop-setup", e);
        }
    }

    private static void write(Process process, List<String> lines) {
        try (OutputStream input = process.getOutputStream()) {
            for (String line : lines) {
                input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(InputStream output) {
        try {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastLine(String printed) {
        return printed.lines().reduce("nothing", (before, line) -> line.length() > 80 ? line.substring(0, 80) : line);
    }
}
