package dev.millrace.consumer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.consumer.Seed;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {

    private static final Instant CREATED = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final StoredPosition POSITION = position(17);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyChangeIsSeen(boolean inFolder) {
        try (CheckpointStore store = open(inFolder)) {
            assertThat(store.streamCreated("words")).isNull();
            assertThat(store.positions("words")).isEmpty();

            store.begin("words", CREATED, Map.of("a", StoredPosition.TRIM_HORIZON, "b", StoredPosition.at(CREATED)));
            store.store("words", "a", POSITION);
            store.store("words", "c", StoredPosition.SHARD_END);
            assertThat(store.streamCreated("words")).isEqualTo(CREATED);
            assertThat(store.positions("words"))
                    .isEqualTo(Map.of("a", POSITION, "b", StoredPosition.at(CREATED), "c", StoredPosition.SHARD_END));

            store.forget("words");
            assertThat(store.streamCreated("words")).isNull();
            assertThat(store.positions("words")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamsWhoseNamesBeginAlikeAreKeptApart(boolean inFolder) {
        try (CheckpointStore store = open(inFolder)) {
            for (String name : new String[] {"a", "ab", "a.b", "a-b", "A", "."}) {
                store.begin(name, CREATED, Map.of(name, POSITION));
            }
            store.forget("a");
            assertThat(store.positions("a")).isEmpty();
            for (String name : new String[] {"ab", "a.b", "a-b", "A", "."}) {
                assertThat(store.positions(name)).isEqualTo(Map.of(name, POSITION));
                assertThat(store.streamCreated(name)).isEqualTo(CREATED);
            }
        }
    }

    @Test
    void everythingIsThereWhenTheFolderIsOpenedAgain() {
        SplittableRandom random = Seed.random();
        Map<String, StoredPosition> expected = new HashMap<>();
        for (int round = 0; round < 10; round++) {
            try (FolderCheckpointStore store = FolderCheckpointStore.open(folder)) {
                if (round == 0) {
                    store.begin("words", CREATED, Map.of());
                }
                assertThat(store.streamCreated("words")).isEqualTo(CREATED);
                assertThat(store.positions("words")).isEqualTo(expected);
                for (int i = 0; i < 10; i++) {
                    String shard = "shardId-" + random.nextInt(30);
                    StoredPosition position = position(random.nextLong(1L << 40));
                    store.store("words", shard, position);
                    expected.put(shard, position);
                }
            }
        }
    }

    /** The file is copied as it is after each change: what a process leaves that dies then. */
    @Test
    void changeIsInTheFileWhenItsMethodReturns(@TempDir Path copies) throws IOException {
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder)) {
            store.begin("words", CREATED, Map.of("a", StoredPosition.TRIM_HORIZON));
            for (int i = 0; i < 20; i++) {
                store.store("words", "a", position(i));
                Path copy = Files.createDirectory(copies.resolve("copy-" + i));
                Files.copy(folder.resolve("checkpoints.mv"), copy.resolve("checkpoints.mv"));
                try (FolderCheckpointStore copied = FolderCheckpointStore.open(copy)) {
                    assertThat(copied.positions("words")).isEqualTo(Map.of("a", position(i)));
                }
            }
        }
    }

    @Test
    void folderInUseIsRefused() {
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder)) {
            assertThat(store.positions("words")).isEmpty();
            assertThatIllegalStateException()
                    .isThrownBy(() -> FolderCheckpointStore.open(folder))
                    .withMessageContaining("checkpoint folder is in use by another worker: folder=" + folder);
        }
    }

    @Test
    void fileOfSomethingElseIsRefused() throws IOException {
        Files.write(
                folder.resolve("checkpoints.mv"),
                "no store at all".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        assertThatIllegalStateException()
                .isThrownBy(() -> FolderCheckpointStore.open(folder))
                .withMessage("checkpoint folder cannot be read: folder=" + folder);
    }

    @Test
    void folderThatIsAFileIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> FolderCheckpointStore.open(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("checkpoint folder cannot be made: folder=" + file);
    }

    @Test
    void closingTwiceIsClosingOnce() {
        FolderCheckpointStore store = FolderCheckpointStore.open(folder);
        store.close();
        store.close();
        FolderCheckpointStore.open(folder).close();
    }

    private CheckpointStore open(boolean inFolder) {
        return inFolder ? FolderCheckpointStore.open(folder) : new MemoryCheckpointStore();
    }

    private static StoredPosition position(long number) {
        return StoredPosition.behind(new ExtendedSequenceNumber(Long.toString(number), number % 100));
    }
}
