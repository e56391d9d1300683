package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.processor.CheckpointFailedException;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.ShutdownException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardCheckpointerTest {

    private static final String STREAM = "stream";
    private static final String SHARD = "shardId-000000000000";

    private final MemoryCheckpointStore store = new MemoryCheckpointStore();
    private final ShardCheckpointer checkpointer = at(ExtendedSequenceNumber.TRIM_HORIZON, store);

    @Test
    void everyPlaceFromTheLastCheckpointToTheLastDeliveredRecordIsAllowed() {
        checkpointer.delivered(place("20", 5));
        checkpointer.checkpoint("10", 0);
        assertStored(place("10", 0));
        checkpointer.checkpoint("20");
        assertStored(place("20", 0));
        checkpointer.checkpoint("20", 5);
        assertStored(place("20", 5));
        checkpointer.checkpoint("20", 5);
        assertStored(place("20", 5));
    }

    @Test
    void placeBeforeTheLastCheckpointIsRefused() {
        checkpointer.delivered(place("20", 5));
        checkpointer.checkpoint("20", 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpointer.checkpoint("20", 2))
                .withMessage("checkpoint out of range: shard=" + SHARD + " checkpoint=20/2 (allowed from the last"
                        + " checkpoint 20/3 to the last delivered record 20/5)");
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("9", 9));
        assertStored(place("20", 3));
    }

    @Test
    void placeBehindTheLastDeliveredRecordIsRefused() {
        checkpointer.delivered(place("20", 5));
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("20", 6));
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("21", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("100"));
        assertThat(store.positions(STREAM)).isEmpty();
    }

    @Test
    void nothingIsAllowedBeforeTheFirstRecord() {
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("0", 0));
        checkpointer.checkpoint();
        assertThat(store.positions(STREAM)).isEmpty();
    }

    @Test
    void wordsAndNonsenseAreNoPlaces() {
        checkpointer.delivered(place("20", 5));
        for (String text : new String[] {"TRIM_HORIZON", "LATEST", "AT_TIMESTAMP", "SHARD_END", "", "-1", "abc"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint(text, 0));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("20", -1));
        assertThat(store.positions(STREAM)).isEmpty();
    }

    @Test
    void checkpointOfEverythingIsTheLastDeliveredRecord() {
        checkpointer.delivered(place("20", 5));
        checkpointer.checkpoint();
        assertStored(place("20", 5));
        assertThat(checkpointer.stored()).isEqualTo(place("20", 5));
    }

    @Test
    void closedOneRefusesEverything() {
        checkpointer.delivered(place("20", 5));
        checkpointer.close();
        assertThatThrownBy(checkpointer::checkpoint)
                .isInstanceOf(ShutdownException.class)
                .hasMessage("this worker no longer holds the shard: shard=" + SHARD);
        assertThatThrownBy(() -> checkpointer.checkpoint("20", 5)).isInstanceOf(ShutdownException.class);
        assertThat(store.positions(STREAM)).isEmpty();

        ShardCheckpointer unused = at(ExtendedSequenceNumber.LATEST, store);
        unused.close();
        assertThatThrownBy(unused::checkpoint).isInstanceOf(ShutdownException.class);
    }

    @Test
    void noCheckpointTakesThePlaceOfTheShardsEnd() {
        checkpointer.delivered(place("20", 5));
        checkpointer.end();
        assertThatThrownBy(checkpointer::checkpoint).isInstanceOf(ShutdownException.class);
        assertThat(store.positions(STREAM)).containsEntry(SHARD, StoredPosition.SHARD_END);
    }

    /** Another thread makes checkpoints without a pause while the shard is ended. */
    @Test
    void checkpointsOfAnotherThreadNeverHideTheShardsEnd() {
        for (int round = 0; round < 200; round++) {
            ShardCheckpointer raced = at(ExtendedSequenceNumber.TRIM_HORIZON, store);
            raced.delivered(place("1000000", 0));
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 1_000_000; i++) {
                    raced.checkpoint(String.valueOf(i));
                    running.countDown();
                }
            });
            Await.until("the other thread makes checkpoints", () -> running.getCount() == 0);
            raced.end();
            assertThat(Await.failure(other)).isInstanceOf(ShutdownException.class);
            assertThat(store.positions(STREAM)).containsEntry(SHARD, StoredPosition.SHARD_END);
        }
    }

    @Test
    void storeThatFailsIsToldAndTheCheckpointBeforeStays(@TempDir Path folder) {
        FolderCheckpointStore closed = FolderCheckpointStore.open(folder);
        ShardCheckpointer broken = at(ExtendedSequenceNumber.TRIM_HORIZON, closed);
        broken.delivered(place("20", 5));
        broken.checkpoint("10", 0);
        closed.close();
        assertThatThrownBy(broken::checkpoint)
                .isInstanceOf(CheckpointFailedException.class)
                .hasMessage("checkpoint was not stored: shard=" + SHARD + " checkpoint=20/5");
        assertThat(broken.stored()).isEqualTo(place("10", 0));
    }

    private void assertStored(ExtendedSequenceNumber place) {
        assertThat(store.positions(STREAM)).containsEntry(SHARD, StoredPosition.behind(place));
    }

    private static ShardCheckpointer at(ExtendedSequenceNumber start, CheckpointStore store) {
        return new ShardCheckpointer(STREAM, SHARD, store, start);
    }

    private static ExtendedSequenceNumber place(String number, long index) {
        return new ExtendedSequenceNumber(number, index);
    }
}
