package dev.millrace.cli.consume;

import dev.millrace.cli.io.JsonLines;
import dev.millrace.processor.ReceivedRecord;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A process that gets the records of one shard. Batches come one at a time; it may be killed from any thread. */
final class Child {

    private static final Pattern ANSWER = Pattern.compile("\\s*\\{\\s*\"batch\"\\s*:\\s*(\\d{1,18})\\s*}\\s*");

    private final Process process;
    private final String shardId;
    private final BufferedWriter input;
    private final CompletableFuture<Integer> outputEnded = new CompletableFuture<>();
    private final Consumer<Child> whenEnded;
    private long batch;
    private volatile Answer expected = new Answer(0);
    private volatile @Nullable String killedFor;

    /** What is waited for. */
    private record Answer(long batch, CompletableFuture<Void> come) {
        Answer(long batch) {
            this(batch, new CompletableFuture<>());
        }
    }

    Child(Process process, String shardId, Consumer<String> otherOutput, Consumer<Child> whenEnded) {
        this.process = process;
        this.shardId = shardId;
        this.whenEnded = whenEnded;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> readAnswers(otherOutput), "millrace-child-" + shardId);
        reader.setDaemon(true);
        reader.start();
    }

    String shardId() {
        return shardId;
    }

    /**
     * Hands over a batch and waits for its answer.
     *
     * @throws ChildFailedException if there will be none
     */
    void process(List<ReceivedRecord> records) throws InterruptedException {
        Answer answer = new Answer(++batch);
        expected = answer;
        CompletableFuture<Void> unusedEnd = outputEnded.thenRun(
                () -> answer.come().completeExceptionally(failure("its standard output ended before its answer")));
        try {
            for (ReceivedRecord record : records) {
                input.write(JsonLines.write(RecordJson.of(record, shardId)));
                input.newLine();
            }
            input.write("{\"batch\":" + answer.batch() + "}");
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw failure("it does not read its standard input any more");
        }
        try {
            Void unused = answer.come().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ChildFailedException failure ? failure : new IllegalStateException(e);
        }
    }

    private void readAnswers(Consumer<String> otherOutput) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher matcher = ANSWER.matcher(line);
                if (matcher.matches()) {
                    answered(Long.parseLong(matcher.group(1)));
                } else {
                    otherOutput.accept(line);
                }
            }
        } catch (IOException e) {
            kill("its output cannot be read: " + e.getMessage());
        }
        whenEnded.accept(this);
        outputEnded.complete(0);
    }

    private void answered(long number) {
        Answer answer = expected;
        if (number == answer.batch()) {
            answer.come().complete(null);
        } else {
            kill("it answered another batch: answered=" + number + " expected=" + answer.batch());
        }
    }

    /** No more records: its input ends, and it has this long to end as well. */
    void end(Duration grace) throws InterruptedException {
        try {
            input.close();
        } catch (IOException e) {
            // It reads no more, and was told nothing that it has not answered.
            kill("its input cannot be closed");
        }
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            kill("it did not end with its input");
        }
    }

    /** Ends it and all that it has started; the first reason counts. */
    void kill(String reason) {
        if (killedFor == null) {
            killedFor = reason;
        }
        // Itself first: a shell goes on behind a command that was ended.
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private ChildFailedException failure(String what) {
        String reason = killedFor;
        return new ChildFailedException(shardId, reason == null ? ended(what) : reason);
    }

    /** That it has ended, if it has, else this. */
    private String ended(String otherwise) {
        try {
            return process.waitFor(1, TimeUnit.SECONDS)
                    ? "it ended before its answer: exitCode=" + process.exitValue()
                    : otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }
}
