package dev.millrace.consumer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.PendingCheckpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckpointSnapshotTest {

    private static final Instant CREATED = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final String ARN = "arn:aws:kinesis:eu-central-1:000000000001:stream/words";
    private static final StoredPosition POSITION = StoredPosition.behind(new ExtendedSequenceNumber("17", 3));

    @TempDir
    private Path folder;

    @Test
    void everythingIsInItThoughTheFolderIsOpenHere() {
        PendingCheckpoint pending = new PendingCheckpoint(POSITION.place(), new byte[] {1, 2});
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder)) {
            store.begin("words", CREATED, Map.of("a", POSITION, "b", StoredPosition.at(CREATED)));
            store.begin(ARN, CREATED, Map.of("a", StoredPosition.SHARD_END));
            store.storePending("words", "a", pending);

            CheckpointSnapshot snapshot =
                    FolderCheckpointStore.snapshot(folder.resolve(".").resolve("../" + folder.getFileName()));

            assertThat(snapshot)
                    .isEqualTo(new CheckpointSnapshot(
                            true,
                            Map.of(
                                    "words",
                                    new StreamCheckpoints(
                                            CREATED,
                                            Map.of("a", POSITION, "b", StoredPosition.at(CREATED)),
                                            Map.of("a", pending)),
                                    ARN,
                                    new StreamCheckpoints(CREATED, Map.of("a", StoredPosition.SHARD_END), Map.of()))));
        }
        CheckpointSnapshot later = FolderCheckpointStore.snapshot(folder);
        assertThat(later.inUse()).isFalse();
        assertThat(later.streams()).containsOnlyKeys("words", ARN);
    }

    /** A process that writes all the time: every snapshot has what it had said before, and the worker goes on. */
    @Test
    void livingWriterOfAnotherProcessIsReadAndNotDisturbed() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckpointWriter.class.getName(),
                        folder.toString(),
                        "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            for (int i = 0; i < 30; i++) {
                long said = Long.parseLong(Objects.requireNonNull(output.readLine(), "the writer ended"));

                CheckpointSnapshot snapshot = FolderCheckpointStore.snapshot(folder);

                assertThat(snapshot.inUse()).isTrue();
                assertThat(newest(snapshot)).isGreaterThanOrEqualTo(said);
            }
            assertThatIllegalStateException()
                    .isThrownBy(() -> FolderCheckpointStore.open(folder))
                    .withMessageContaining("in use by another worker");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(FolderCheckpointStore.snapshot(folder).inUse()).isFalse();
    }

    private static long newest(CheckpointSnapshot snapshot) {
        return snapshot.streams().values().stream()
                .flatMap(stream -> stream.positions().values().stream())
                .filter(position -> position.place().isNumber())
                .mapToLong(position -> Long.parseLong(position.place().sequenceNumber()))
                .max()
                .orElseThrow();
    }

    @Test
    void folderWithoutCheckpointsIsRefusedAndNotMade() {
        Path missing = folder.resolve("missing");

        assertThatIllegalStateException()
                .isThrownBy(() -> FolderCheckpointStore.snapshot(missing))
                .withMessage("folder has no checkpoints: folder=" + missing);
        assertThat(missing).doesNotExist();
    }

    @Test
    void fileOfSomethingElseIsRefused() throws IOException {
        Files.writeString(folder.resolve("checkpoints.mv"), "no store at all".repeat(1_000));

        assertThatIllegalStateException()
                .isThrownBy(() -> FolderCheckpointStore.snapshot(folder))
                .withMessageContaining("checkpoint folder cannot be read");
    }
}
