package dev.millrace.consumer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.Await;
import dev.millrace.consumer.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it stores checkpoints: those that it told of are there. */
class CheckpointCrashTest {

    private static final int ROUNDS = 5;

    private final SplittableRandom random = Seed.random();

    @TempDir
    private Path folder;

    @Test
    void killedProcessLosesNoCheckpointThatWasStored() throws IOException, InterruptedException {
        long stored = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long printed = writeUntilKilled(stored + 1);
            assertThat(printed).isGreaterThan(stored);
            try (FolderCheckpointStore store = FolderCheckpointStore.open(folder)) {
                Map<String, StoredPosition> positions = store.positions(CheckpointWriter.STREAM);
                assertThat(positions).containsOnlyKeys(CheckpointWriter.SHARD);
                StoredPosition position = Objects.requireNonNull(positions.get(CheckpointWriter.SHARD));
                stored = Long.parseLong(position.place().sequenceNumber());
            }
            // One more may have been stored and not printed any more.
            assertThat(stored).isBetween(printed, printed + 1);
        }
    }

    /** The last checkpoint that the process told of before it was killed. */
    private long writeUntilKilled(long first) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckpointWriter.class.getName(),
                        folder.toString(),
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long enough = first + random.nextInt(100);
        long printed = -1;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                printed = Long.parseLong(line);
                if (printed == enough) {
                    // By its handle, so that what it has printed can still be read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return printed;
    }
}
