package dev.millrace.consumer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.Await;
import dev.millrace.consumer.Seed;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker is killed at random moments while records flow, and started again: nothing is skipped, and nothing up to the
 * last checkpoint is delivered again, inside an aggregate either.
 */
class KilledWorkerTest {

    private static final int MOST_LINES = 400;
    private static final int MOST_SECONDS = 60;

    private final SplittableRandom random = Seed.random();

    @TempDir
    private Path folder;

    @Test
    void nothingIsSkippedFromTheBeginning() throws Exception {
        run("TRIM_HORIZON", 10);
    }

    @Test
    void nothingIsSkippedFromTheTip() throws Exception {
        run("LATEST", 10);
    }

    @Test
    @Tag("long")
    void nothingIsSkippedInAHundredRoundsFromTheBeginning() throws Exception {
        run("TRIM_HORIZON", 100);
    }

    @Test
    @Tag("long")
    void nothingIsSkippedInAHundredRoundsFromTheTip() throws Exception {
        run("LATEST", 100);
    }

    private void run(String start, int rounds) throws Exception {
        try (LocalKinesis service = LocalKinesis.start();
                SteadyWriter writer = SteadyWriter.begin(service, random.split())) {
            writer.awaitPuts(50);
            Deliveries deliveries = new Deliveries(writer, start.equals("LATEST"));
            for (int round = 1; round <= rounds; round++) {
                deliveries.newRun();
                runUntilKilled(service, start, deliveries, random.nextInt(MOST_LINES));
                if (round % 5 == 0) {
                    writer.splitSomeShard();
                }
            }
            writer.stop();
            deliveries.newRun();
            runUntilKilled(service, start, deliveries, Integer.MAX_VALUE);
            deliveries.assertComplete();
            System.out.println("killed: start=" + start + " rounds=" + rounds + " put=" + writer.count() + " delivered="
                    + deliveries.count() + " again=" + deliveries.again() + " shards=" + writer.shardCount());
        }
    }

    /** Runs the worker until it has said so many lines, or there is nothing more to deliver. */
    private void runUntilKilled(LocalKinesis service, String start, Deliveries deliveries, int enough)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWorker.class.getName(),
                        service.endpoint().toString(),
                        SteadyWriter.STREAM,
                        folder.toString(),
                        start)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // One that skips records never gets to the newest ones.
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                () -> process.toHandle().destroyForcibly(),
                CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS));
        int lines = 0;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                take(line, deliveries);
                lines++;
                if (lines == enough || (enough == Integer.MAX_VALUE && deliveries.reachedTheTips())) {
                    // By its handle, so that what it has said can still be read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            limit.cancel(false);
            process.destroyForcibly();
        }
        assertThat(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static void take(String line, Deliveries deliveries) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "D" -> deliveries.delivered(words[1], place(words));
            case "B" -> deliveries.beforeCheckpoint(words[1], place(words));
            case "C" -> deliveries.checkpointed(words[1], place(words));
            case "STARTED" -> deliveries.started();
            default -> {
                // Log lines, and initialized shards.
            }
        }
    }

    private static ExtendedSequenceNumber place(String[] words) {
        return new ExtendedSequenceNumber(words[2], Long.parseLong(words[3]));
    }
}
