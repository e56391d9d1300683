package dev.millrace.cli.put;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.producer.Producer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FollowerTest {

    @TempDir
    private Path folder;

    private final StoredLines stored = new StoredLines(1);
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private Path file;

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("app.log");
    }

    @AfterEach
    void stop() {
        stored.close();
    }

    /** A follower that runs until it is closed. */
    private final class Running implements AutoCloseable {
        private final Producer producer =
                Producer.builder(stored.client()).linger(Duration.ZERO).build();
        private final Follower follower;
        private final CompletableFuture<Boolean> run;

        Running(boolean fromEnd) throws IOException {
            LinePutter putter = new LinePutter(
                    producer,
                    StoredLines.STREAM,
                    KeyRule.hash(),
                    (source, number, reason) -> failures.add(number + " " + reason));
            follower = new Follower(
                    List.of(file),
                    StoredLines.STREAM,
                    new FollowOptions(folder.resolve("state"), fromEnd, Duration.ofMillis(50)),
                    putter,
                    (name, text) -> notices.add(text));
            run = CompletableFuture.supplyAsync(() -> {
                try {
                    return follower.run();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        void until(int count) {
            stored.await(lines -> lines.size() >= count);
        }

        @Override
        public void close() throws IOException {
            follower.stop();
            assertThat(run.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
            producer.close();
            follower.save();
            follower.close();
        }
    }

    @Test
    void linesArePutAsTheyComeAndAPartialLastLineWaits() throws IOException {
        append("a\nb\r\npart");
        try (Running running = new Running(false)) {
            running.until(2);
            append("ial\nc\n");
            running.until(4);
        }

        assertThat(stored.lines()).containsExactlyInAnyOrder("a", "b", "partial", "c");
        assertThat(notices).containsExactly("no stored position, begins at its start");
    }

    @Test
    void nextRunGoesOnAtTheStoredPositionAndSaysSo() throws IOException {
        append("a\nb\nhalf");
        follow(2);
        append("-line\nc\n");
        follow(4);

        assertThat(stored.lines()).containsExactlyInAnyOrder("a", "b", "half-line", "c");
        assertThat(notices).last().isEqualTo("goes on at its stored position: line=3 byte=4");
    }

    @Test
    void fromTheEndOnlyWhatComesIsPut() throws IOException {
        append("old\nbegun");
        try (Running running = new Running(true)) {
            append("-and-ended\nnew\n");
            running.until(2);
        }

        assertThat(stored.lines()).containsExactlyInAnyOrder("begun-and-ended", "new");
        assertThat(notices).containsExactly("no stored position, begins at its end: line=2 byte=4");
    }

    @Test
    void fileThatDoesNotExistYetIsWaitedFor() throws IOException {
        try (Running running = new Running(true)) {
            append("a\n");
            running.until(1);
        }

        assertThat(notices).containsExactly("does not exist yet, is waited for");
    }

    @Test
    void whereItBeganIsKnownAfterACrashBeforeTheFirstLine() throws IOException {
        try (Running running = new Running(true)) {
            assertThat(running.run).isNotDone();
        }
        append("came while nobody followed\n");
        try (Running running = new Running(true)) {
            running.until(1);
        }
        Path other = folder.resolve("other.log");
        append(other, "old\n");
        file = other;
        try (Running running = new Running(true)) {
            assertThat(running.run).isNotDone();
        }
        append("new\n");
        try (Running running = new Running(true)) {
            running.until(2);
        }

        assertThat(stored.lines()).containsExactlyInAnyOrder("came while nobody followed", "new");
    }

    @Test
    void fileThatWasRotatedBeforeItsFirstLineWasStoredIsFound() throws IOException {
        append("a\n");
        beginAndComeToNothingMore();
        Files.move(file, folder.resolve("app.log.1"));
        append("b\n");
        follow(2);

        assertThat(stored.lines()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void rotationByRenameLosesNothingWhileWritersStillHaveTheOldFile() throws IOException {
        append("a\n");
        try (Running running = new Running(false)) {
            running.until(1);
            Path old = Files.move(file, folder.resolve("app.log.1"));
            append(old, "b\nlast without end");
            append("c\n");
            running.until(4);
            append("d\n");
            running.until(5);
        }

        assertThat(stored.lines()).containsExactlyInAnyOrder("a", "b", "last without end", "c", "d");
        assertThat(notices).last().isEqualTo("was rotated, goes on with app.log");
    }

    @Test
    void rotationsBetweenTwoRunsLoseNothing() throws IOException {
        append("a\n");
        follow(1);
        append("b\n");
        Path first = Files.move(file, folder.resolve("app.log.2"));
        append("c\n");
        Path second = Files.move(file, folder.resolve("app.log.1"));
        append("d\n");
        Files.setLastModifiedTime(first, FileTime.fromMillis(System.currentTimeMillis() - 9_000));
        Files.setLastModifiedTime(second, FileTime.fromMillis(System.currentTimeMillis() - 5_000));

        follow(4);

        assertThat(stored.lines()).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(notices)
                .contains("was rotated meanwhile, goes on at its stored position in app.log.2: line=2 byte=2")
                .contains("was rotated, goes on with app.log.1")
                .contains("was rotated, goes on with app.log");
    }

    @Test
    void rotationByCopyAndTruncationReadsTheRestFromTheCopy() throws IOException {
        append("a\n");
        follow(1);
        append("b\n");
        Files.copy(file, folder.resolve("app.log.1"));
        truncate();
        append("c\n");

        follow(3);

        assertThat(stored.lines()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void truncationWhileItIsFollowedBeginsAnew() throws IOException {
        append("a\nb\n");
        try (Running running = new Running(false)) {
            running.until(2);
            Files.copy(file, folder.resolve("app.log.1"));
            truncate();
            append("c\n");
            running.until(3);
        }
        truncate();
        append("another beginning, and longer than what was read\n");
        follow(4);

        assertThat(stored.lines())
                .containsExactlyInAnyOrder("a", "b", "c", "another beginning, and longer than what was read");
        assertThat(notices).anyMatch(text -> text.startsWith("was truncated, its rest is read from app.log.1"));
        assertThat(notices).last().asString().startsWith("what was read of it is there no more");
    }

    @Test
    void lineThatCanNeverBeStoredIsNamedAndPassed() throws IOException {
        append("a\n" + "x".repeat(2 << 20) + "\nb\n");
        follow(2);
        append("c\n");
        follow(3);

        assertThat(stored.lines()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(failures).singleElement().asString().startsWith("2 ");
    }

    @Test
    void lineThatTheServiceRefusesEndsTheRunAndIsTheFirstOfTheNext() throws Exception {
        append("a\n");
        follow(1);
        append("b\nc\n");
        try (Producer producer = Producer.builder(stored.client()).stream(
                                StoredLines.STREAM, options -> options.client(stored.withoutAccess()))
                        .build();
                Follower follower = new Follower(
                        List.of(file),
                        StoredLines.STREAM,
                        new FollowOptions(folder.resolve("state"), false, Duration.ZERO),
                        new LinePutter(
                                producer,
                                StoredLines.STREAM,
                                KeyRule.hash(),
                                (source, number, reason) -> failures.add(number + " " + reason)),
                        (name, text) -> {})) {
            assertThat(follower.run()).isFalse();
            assertThat(producer.flush().isEmpty()).isTrue();
            follower.save();
        }
        follow(3);

        assertThat(failures).isNotEmpty().allMatch(text -> text.contains("the service refused the request"));
        assertThat(stored.lines()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void stateFolderBelongsToOneProcess() throws IOException {
        append("a\n");
        try (Running running = new Running(false)) {
            assertThatThrownBy(() -> new Running(false)).hasMessageContaining("state folder is in use");
            running.until(1);
        }
    }

    @Test
    void positionThatCannotBeReadIsSaid() throws IOException {
        append("a\n");
        follow(1);
        try (var files = Files.list(folder.resolve("state"))) {
            Path position = files.filter(path -> path.toString().endsWith(".position"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(position, "position=7\n");
        }

        assertThatThrownBy(() -> new Running(false)).hasMessageContaining("stored position cannot be read");
    }

    @Test
    void manyLinesThroughManyRotationsAreAllThere() throws IOException {
        List<String> expected =
                IntStream.range(0, 5_000).mapToObj(i -> "line-" + i).toList();
        try (Running running = new Running(false)) {
            for (int i = 0; i < expected.size(); i++) {
                append(expected.get(i) + "\n");
                if (i % 1_000 == 999) {
                    int count = i + 1;
                    running.until(count - 500);
                    Files.move(file, folder.resolve("app.log." + i));
                    append(folder.resolve("app.log." + i), "");
                }
            }
            append("");
            running.until(expected.size());
        }

        assertThat(stored.lines()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void beginAndComeToNothingMore() throws IOException {
        try (Producer producer = Producer.builder(stored.client()).build()) {
            new Follower(
                            List.of(file),
                            StoredLines.STREAM,
                            new FollowOptions(folder.resolve("state"), false, Duration.ZERO),
                            new LinePutter(
                                    producer, StoredLines.STREAM, KeyRule.hash(), (source, number, reason) -> {}),
                            (name, text) -> {})
                    .close();
        }
    }

    private void follow(int until) throws IOException {
        try (Running running = new Running(false)) {
            running.until(until);
        }
    }

    private void append(String text) throws IOException {
        append(file, text);
    }

    private static void append(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void truncate() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }
}
