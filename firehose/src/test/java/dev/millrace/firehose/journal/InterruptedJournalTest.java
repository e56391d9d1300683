package dev.millrace.firehose.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.firehose.Await;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that are interrupted break nothing: their steps are done, and they stay interrupted. */
@Timeout(120)
class InterruptedJournalTest {

    private static final ShardKey SHARD = new ShardKey("stream", "shardId-0");
    private static final int APPENDS = 200;

    @TempDir
    private Path folder;

    private Journal open(int objectBytes) {
        return Journal.open(new JournalSettings(
                folder,
                objectBytes,
                Duration.ofHours(1),
                1 << 20,
                object -> "named-" + object.id(),
                "plain",
                Clock.systemUTC()));
    }

    private static JournalRecord record(int number) {
        return new JournalRecord(
                Route.DATA,
                ByteBuffer.wrap((number + "\n").getBytes(StandardCharsets.UTF_8)),
                Instant.EPOCH,
                ExtendedSequenceNumber.of(Integer.toString(number)));
    }

    private static List<String> deliverAll(Journal journal) throws Exception {
        List<String> lines = new ArrayList<>();
        journal.seal();
        while (!journal.awaitEmpty(Duration.ZERO)) {
            ObjectState object = journal.awaitSealed();
            assertThat(object).isNotNull();
            lines.addAll(Files.readAllLines(journal.file(object)));
            assertThat(journal.delivered(object)).isTrue();
        }
        return lines;
    }

    @Test
    void interruptedThreadHasItsStepsDoneAndStaysInterrupted() throws Exception {
        try (Journal journal = open(100)) {
            Thread.currentThread().interrupt();
            journal.append(SHARD, record(1).place(), List.of(record(1)));
            journal.append(SHARD, record(2).place(), List.of(record(2)));
            assertThat(journal.place(SHARD)).isEqualTo(ExtendedSequenceNumber.of("2"));
            journal.seal();
            assertThat(Thread.interrupted()).isTrue();

            assertThat(deliverAll(journal)).containsExactly("1", "2");
        }
    }

    @Test
    void interruptedThreadOpensAndCloses() throws Exception {
        Thread.currentThread().interrupt();
        try (Journal journal = open(100)) {
            journal.append(List.of(record(1)));
        }
        assertThat(Thread.interrupted()).isTrue();
        Journal journal = open(100);
        assertThat(deliverAll(journal)).containsExactly("1");
        Thread.currentThread().interrupt();
        journal.close();
        assertThat(Thread.interrupted()).isTrue();

        assertThatIllegalStateException()
                .isThrownBy(() -> journal.append(List.of(record(2))))
                .withMessageContaining("journal is closed: folder=" + folder);
    }

    @Test
    void interruptsAtAnyMomentLoseNothingAndRepeatNothing() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("-Dmillrace.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (Journal journal = open(50)) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            Thread appending = new Thread(() -> appendAll(journal, done), "interrupted-appends");
            appending.start();
            while (!done.isDone()) {
                appending.interrupt();
                long until = System.nanoTime() + random.nextInt(2_000_000);
                Await.until("a moment is over", () -> done.isDone() || System.nanoTime() > until);
            }
            Await.result(done);

            assertThat(deliverAll(journal))
                    .containsExactlyElementsOf(IntStream.range(0, APPENDS)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    private static void appendAll(Journal journal, CompletableFuture<Void> done) {
        try {
            for (int number = 0; number < APPENDS; number++) {
                journal.append(List.of(record(number)));
                journal.seal();
            }
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
