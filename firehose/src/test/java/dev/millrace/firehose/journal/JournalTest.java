package dev.millrace.firehose.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ShardKey SHARD = new ShardKey("stream", "shardId-0");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    private Journal open(int objectBytes) {
        Clock now = clock;
        return Journal.open(
                new JournalSettings(folder, objectBytes, HOUR, 1 << 20, object -> "named-" + object.id(), now));
    }

    private static JournalRecord record(int number, String text) {
        return new JournalRecord(
                bytes(text), NOW.minusSeconds(number), ExtendedSequenceNumber.of(Integer.toString(number)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectState next(Journal journal) throws Exception {
        return Objects.requireNonNull(journal.awaitSealed());
    }

    /** Delivers all, and says what the objects held. */
    private static List<String> deliverAll(Journal journal) throws Exception {
        journal.seal();
        List<String> contents = new ArrayList<>();
        while (!journal.awaitEmpty(Duration.ZERO)) {
            ObjectState object = next(journal);
            contents.add(Files.readString(journal.file(object)));
            journal.delivered(object);
        }
        return contents;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(Journal.FILE_SUFFIX))
                    .toList();
        }
    }

    @Test
    void objectsEndWithTheRecordThatFillsThem() throws Exception {
        try (Journal journal = open(5)) {
            journal.append(SHARD, List.of(record(1, "aaa"), record(2, "bb"), record(3, "cccccccc"), record(4, "d")));

            assertThat(deliverAll(journal)).containsExactly("aaabb", "cccccccc", "d");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void objectKnowsItsShardsAndPlaces() throws Exception {
        ShardKey other = new ShardKey("stream", "shardId-1");
        try (Journal journal = open(5)) {
            journal.append(SHARD, List.of(record(7, "a"), record(9, "b")));
            journal.append(other, List.of(record(8, "ccc")));

            ObjectState object = next(journal);

            assertThat(object.name()).isEqualTo("named-" + object.id());
            assertThat(object.records()).isEqualTo(3);
            assertThat(object.length()).isEqualTo(5);
            assertThat(object.oldest()).isEqualTo(NOW.minusSeconds(9));
            assertThat(object.places())
                    .containsOnlyKeys(SHARD, other)
                    .containsEntry(
                            SHARD, new PlaceRange(ExtendedSequenceNumber.of("7"), ExtendedSequenceNumber.of("9")));
        }
    }

    @Test
    void everythingIsThereAfterARestart() throws Exception {
        ObjectState sealed;
        try (Journal journal = open(4)) {
            journal.append(SHARD, List.of(record(1, "aaaa"), record(2, "b")));
            sealed = next(journal);
        }
        try (Journal journal = open(4)) {
            assertThat(next(journal)).isEqualTo(sealed);
            assertThat(journal.bytes()).isEqualTo(5);
            journal.append(SHARD, List.of(record(3, "c")));

            assertThat(deliverAll(journal)).containsExactly("aaaa", "bc");
        }
    }

    @Test
    void whatIsJournaledAlreadyIsLeftOut() throws Exception {
        try (Journal journal = open(100)) {
            journal.append(SHARD, List.of(record(1, "a"), record(2, "b")));
        }
        try (Journal journal = open(100)) {
            journal.append(SHARD, List.of(record(1, "a"), record(2, "b"), record(10, "c")));
            journal.append(SHARD, List.of(record(10, "c")));

            assertThat(journal.place(SHARD)).isEqualTo(ExtendedSequenceNumber.of("10"));
            assertThat(deliverAll(journal)).containsExactly("abc");
        }
    }

    @Test
    void tailsOfAStepThatWasNotCommittedAreCutOff() throws Exception {
        try (Journal journal = open(100)) {
            journal.append(SHARD, List.of(record(1, "a")));
        }
        Files.writeString(files().get(0), "tail", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("unknown" + Journal.FILE_SUFFIX), "all of it");

        try (Journal journal = open(100)) {
            assertThat(files()).hasSize(1);
            journal.append(SHARD, List.of(record(2, "b")));

            assertThat(deliverAll(journal)).containsExactly("ab");
        }
    }

    @Test
    void stepThatFailsInTheMiddleAddsNothing() throws Exception {
        try (Journal journal = open(3)) {
            journal.append(SHARD, List.of(record(1, "a")));
            // Folders stand for a disk that is full: the second object of the step cannot be made.
            Path aside = folder.resolveSibling("aside");
            Files.move(folder, aside);
            IOException failure = failure(() -> journal.append(SHARD, List.of(record(2, "bbb"), record(3, "c"))));
            Files.move(aside, folder);

            assertThat(failure).isNotNull();
            assertThat(journal.bytes()).isEqualTo(1);
            assertThat(journal.place(SHARD)).isEqualTo(ExtendedSequenceNumber.of("1"));
            journal.append(SHARD, List.of(record(2, "bbb"), record(3, "c")));

            assertThat(deliverAll(journal)).containsExactly("abbb", "c");
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static @Nullable IOException failure(Step step) {
        try {
            step.run();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void objectOfItsAgeIsSealed() throws Exception {
        try (Journal journal = open(100)) {
            journal.append(null, List.of(new JournalRecord(bytes("a"), NOW, null)));
        }
        clock = Clock.fixed(NOW.plus(HOUR), ZoneOffset.UTC);
        try (Journal journal = open(100)) {
            assertThat(next(journal).places()).isEmpty();
        }
    }

    @Test
    void objectsThatArePutOffComeBehindTheOthers() throws Exception {
        try (Journal journal = open(1)) {
            journal.append(SHARD, List.of(record(1, "a"), record(2, "b")));
            ObjectState first = next(journal);
            journal.putOff(first);

            assertThat(next(journal)).isNotEqualTo(first);
            assertThat(deliverAll(journal)).containsExactly("b", "a");
        }
    }

    @Test
    void twoCannotUseOneFolder() {
        try (Journal journal = open(1)) {
            assertThat(journal.bytes()).isZero();
            assertThatIllegalStateException()
                    .isThrownBy(() -> open(1).close())
                    .withMessageContaining("journal is in use by another delivery stream: folder=" + folder);
        }
    }

    @Test
    void closedJournalTakesNothing() {
        Journal journal = open(1);
        journal.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> journal.append(SHARD, List.of(record(1, "a"))))
                .withMessageContaining("journal is closed");
    }
}
