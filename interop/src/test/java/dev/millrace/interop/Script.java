package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A script at work in a process of its own: lines in, lines out. It must end well and complain of nothing. */
final class Script implements AutoCloseable {

    private static final long LIMIT_SECONDS = 120;

    /** Its three streams wait for each other, so none may wait for a thread. */
    private static final Executor OWN_THREAD = task -> {
        Thread thread = new Thread(task, "script");
        thread.setDaemon(true);
        thread.start();
    };

    private final ProcessBuilder builder;
    private final Process process;
    private final BufferedReader output;
    private final CompletableFuture<String> complaints;
    private String lastLine = "nothing";

    private Script(ProcessBuilder builder, Process process) {
        this.builder = builder;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.complaints = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()), OWN_THREAD);
    }

    static Script start(ProcessBuilder builder) {
        try {
            return new Script(builder, builder.start());
        } catch (IOException e) {
            throw new AssertionError("cannot be started: " + builder.command().get(0) + ": run dev/interop-setup", e);
        }
    }

    /** What a script prints that is told nothing. */
    static List<String> run(ProcessBuilder builder) throws Exception {
        try (Script script = start(builder)) {
            return script.end();
        }
    }

    /** One line of answer for each of these. Fewer come only if it ends before: what it complained of is thrown then. */
    List<String> ask(List<String> lines) throws Exception {
        CompletableFuture<Void> input = CompletableFuture.runAsync(() -> write(lines), OWN_THREAD);
        List<String> answers = lines(lines.size());
        if (answers.size() < lines.size()) {
            assertThat(complaints.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("standard error after: %s", lastLine)
                    .isEmpty();
        }
        assertThat(answers).as("answers").hasSameSizeAs(lines);
        input.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return answers;
    }

    /** Tells it that nothing follows and waits for its end. What it still prints. */
    List<String> end() throws Exception {
        process.getOutputStream().close();
        List<String> rest = lines(Integer.MAX_VALUE);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("ended in time: %s", builder.command())
                .isTrue();
        assertThat(complaints.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("standard error after: %s", lastLine)
                .isEmpty();
        assertThat(process.exitValue()).as("exit code").isZero();
        return rest;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private List<String> lines(int limit) throws Exception {
        List<String> lines = CompletableFuture.supplyAsync(() -> readLines(limit), OWN_THREAD)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!lines.isEmpty()) {
            String last = lines.get(lines.size() - 1);
            lastLine = last.substring(0, Math.min(80, last.length()));
        }
        return lines;
    }

    private List<String> readLines(int limit) {
        try {
            List<String> lines = new ArrayList<>();
            while (lines.size() < limit) {
                String line = output.readLine();
                if (line == null) {
                    break;
                }
                lines.add(line);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(List<String> lines) {
        try {
            OutputStream input = process.getOutputStream();
            for (String line : lines) {
                input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readAll(InputStream output) {
        try {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
