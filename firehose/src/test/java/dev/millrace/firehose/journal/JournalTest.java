package dev.millrace.firehose.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ShardKey SHARD = new ShardKey("stream", "shardId-0");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    private Journal open(int objectBytes) {
        Clock now = clock;
        return Journal.open(new JournalSettings(
                folder, objectBytes, HOUR, 1 << 20, object -> "named-" + object.id(), "plain", now));
    }

    private static JournalRecord record(int number, String text) {
        return new JournalRecord(
                Route.DATA, bytes(text), NOW.minusSeconds(number), ExtendedSequenceNumber.of(Integer.toString(number)));
    }

    private static void append(Journal journal, ShardKey shard, List<JournalRecord> records) throws IOException {
        journal.append(shard, records.get(records.size() - 1).place(), records);
    }

    private static JournalRecord routed(int number, Route route, String text) {
        return new JournalRecord(route, bytes(text), NOW, ExtendedSequenceNumber.of(Integer.toString(number)));
    }

    private static Route customer(String name) {
        return new Route(Route.Kind.DATA, Map.of("customer", name), Map.of());
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
            append(journal, SHARD, List.of(record(1, "aaa"), record(2, "bb"), record(3, "cccccccc"), record(4, "d")));

            assertThat(deliverAll(journal)).containsExactly("aaabb", "cccccccc", "d");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void objectKnowsItsShardsAndPlaces() throws Exception {
        ShardKey other = new ShardKey("stream", "shardId-1");
        try (Journal journal = open(5)) {
            append(journal, SHARD, List.of(record(7, "a"), record(9, "b")));
            append(journal, other, List.of(record(8, "ccc")));

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
            append(journal, SHARD, List.of(record(1, "aaaa"), record(2, "b")));
            sealed = next(journal);
        }
        try (Journal journal = open(4)) {
            assertThat(next(journal)).isEqualTo(sealed);
            assertThat(journal.bytes()).isEqualTo(5);
            append(journal, SHARD, List.of(record(3, "c")));

            assertThat(deliverAll(journal)).containsExactly("aaaa", "bc");
        }
    }

    @Test
    void whatIsJournaledAlreadyIsLeftOut() throws Exception {
        try (Journal journal = open(100)) {
            append(journal, SHARD, List.of(record(1, "a"), record(2, "b")));
        }
        try (Journal journal = open(100)) {
            append(journal, SHARD, List.of(record(1, "a"), record(2, "b"), record(10, "c")));
            append(journal, SHARD, List.of(record(10, "c")));

            assertThat(journal.place(SHARD)).isEqualTo(ExtendedSequenceNumber.of("10"));
            assertThat(deliverAll(journal)).containsExactly("abc");
        }
    }

    @Test
    void tailsOfAStepThatWasNotCommittedAreCutOff() throws Exception {
        try (Journal journal = open(100)) {
            append(journal, SHARD, List.of(record(1, "a")));
        }
        Files.writeString(files().get(0), "tail", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("unknown" + Journal.FILE_SUFFIX), "all of it");

        try (Journal journal = open(100)) {
            assertThat(files()).hasSize(1);
            append(journal, SHARD, List.of(record(2, "b")));

            assertThat(deliverAll(journal)).containsExactly("ab");
        }
    }

    @Test
    void stepThatFailsInTheMiddleAddsNothing() throws Exception {
        AtomicBoolean failing = new AtomicBoolean();
        clock = new FailingClock(failing);
        String large = "b".repeat(100_000);
        try (Journal journal = open(100_000)) {
            append(journal, SHARD, List.of(record(1, "a")));
            failing.set(true);
            assertThatIllegalStateException()
                    .isThrownBy(() -> append(journal, SHARD, List.of(record(2, large), record(3, "c"))));
            failing.set(false);

            assertThat(journal.bytes()).isEqualTo(1);
            assertThat(files())
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasContent("a"));
            assertThat(journal.place(SHARD)).isEqualTo(ExtendedSequenceNumber.of("1"));
            append(journal, SHARD, List.of(record(2, large), record(3, "c")));

            assertThat(deliverAll(journal)).containsExactly("a" + large, "c");
        }
    }

    @Test
    void filesThatCannotBeWrittenToAddNothing() throws Exception {
        try (Journal journal = open(100)) {
            append(journal, SHARD, List.of(record(1, "a")));
            // Folders stand for a disk that has failed.
            Path aside = folder.resolveSibling("aside");
            Files.move(folder, aside);
            assertThatIOException().isThrownBy(() -> append(journal, SHARD, List.of(record(2, "b"))));
            Files.move(aside, folder);
            append(journal, SHARD, List.of(record(2, "b")));

            assertThat(deliverAll(journal)).containsExactly("ab");
        }
    }

    /** Asked when an object is made; fails on demand. */
    private static final class FailingClock extends Clock {

        private final AtomicBoolean failing;

        FailingClock(AtomicBoolean failing) {
            this.failing = failing;
        }

        @Override
        public Instant instant() {
            if (failing.get()) {
                throw new IllegalStateException("clock fails");
            }
            return NOW;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void objectOfItsAgeIsSealed() throws Exception {
        try (Journal journal = open(100)) {
            journal.append(List.of(new JournalRecord(Route.DATA, bytes("a"), NOW, null)));
        }
        clock = Clock.fixed(NOW.plus(HOUR), ZoneOffset.UTC);
        try (Journal journal = open(100)) {
            assertThat(next(journal).places()).isEmpty();
        }
    }

    @Test
    void objectsThatArePutOffComeBehindTheOthers() throws Exception {
        try (Journal journal = open(1)) {
            append(journal, SHARD, List.of(record(1, "a"), record(2, "b")));
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
                .isThrownBy(() -> append(journal, SHARD, List.of(record(1, "a"))))
                .withMessageContaining("journal is closed");
    }

    @Test
    void eachRouteHasObjectsOfItsOwn() throws Exception {
        Route odd = customer("a b=&/\n!%");
        try (Journal journal = open(4)) {
            append(
                    journal,
                    SHARD,
                    List.of(
                            routed(1, odd, "odd"),
                            routed(1, Route.BACKUP, "raw"),
                            routed(2, customer("bob"), "bob"),
                            routed(3, Route.FAILED, "failed"),
                            routed(4, odd, "odd!")));

            assertThat(next(journal).route()).isEqualTo(odd);
            assertThat(journal.routes()).containsExactlyInAnyOrder(Route.BACKUP, customer("bob"));
        }
        try (Journal journal = open(4)) {
            assertThat(journal.routes()).containsExactlyInAnyOrder(Route.BACKUP, customer("bob"));
            append(journal, SHARD, List.of(routed(4, customer("bob"), "twice"), routed(5, customer("bob"), "by")));

            assertThat(deliverAll(journal)).containsExactlyInAnyOrder("oddodd!", "failed", "bobby", "raw");
        }
    }

    @Test
    void shardGoesOnBehindRecordsThatNothingBecameOf() throws Exception {
        try (Journal journal = open(4)) {
            journal.append(SHARD, ExtendedSequenceNumber.of("7"), List.of());
        }
        try (Journal journal = open(4)) {
            assertThat(journal.place(SHARD)).isEqualTo(ExtendedSequenceNumber.of("7"));
            append(journal, SHARD, List.of(record(6, "a"), record(8, "b")));

            assertThat(deliverAll(journal)).containsExactly("b");
        }
    }

    @Test
    void nameThatCannotBeMadeAddsNothing() throws Exception {
        JournalSettings refusing = new JournalSettings(
                folder,
                2,
                HOUR,
                1 << 20,
                object -> {
                    throw new IllegalArgumentException("no name");
                },
                "plain",
                clock);
        try (Journal journal = Journal.open(refusing)) {
            append(journal, SHARD, List.of(record(1, "a")));
            assertThatIllegalArgumentException().isThrownBy(() -> append(journal, SHARD, List.of(record(2, "b"))));
            assertThatIllegalArgumentException().isThrownBy(journal::seal);
            assertThat(journal.bytes()).isEqualTo(1);
        }
        try (Journal journal = open(2)) {
            append(journal, SHARD, List.of(record(2, "b")));

            assertThat(deliverAll(journal)).containsExactly("ab");
        }
    }

    /** Else nothing would be delivered before its age, and nothing taken meanwhile. */
    @Test
    void manyObjectsOfWhichNoneIsFullAreSealedWhenThereIsNoRoom() throws Exception {
        try (Journal journal = open(1 << 20)) {
            String text = "x".repeat(600_000);
            append(journal, SHARD, List.of(routed(1, customer("a"), text)));
            append(journal, SHARD, List.of(routed(2, customer("b"), text)));
            assertThat(journal.awaitRoom(Duration.ZERO)).isFalse();
            journal.delivered(next(journal));
            assertThat(journal.awaitRoom(Duration.ZERO)).isTrue();
        }
    }
}
