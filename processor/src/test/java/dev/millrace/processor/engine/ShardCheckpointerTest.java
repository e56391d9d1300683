package dev.millrace.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InvalidStateException;
import dev.millrace.processor.KinesisClientLibDependencyException;
import dev.millrace.processor.PreparedCheckpointer;
import dev.millrace.processor.ShutdownException;
import dev.millrace.processor.ThrottlingException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ShardCheckpointerTest {

    private static final ShardName SHARD = new ShardName("words", "shardId-000000000000");

    private final RecordedSink sink = new RecordedSink();
    private final RecordedListener listener = new RecordedListener();
    private final ShardCheckpointer checkpointer = at(ExtendedSequenceNumber.TRIM_HORIZON);

    @Test
    void everyPlaceFromTheLastCheckpointToTheLastDeliveredRecordIsAllowed() {
        checkpointer.delivered(place("20", 5));
        checkpointer.checkpoint("10", 0);
        checkpointer.checkpoint("20");
        checkpointer.checkpoint("20", 5);
        assertThat(sink.stored()).containsExactly(place("10", 0), place("20", 0), place("20", 5));
    }

    @Test
    void checkpointThatSaysNothingNewIsNotStored() {
        checkpointer.delivered(place("20", 5));
        checkpointer.checkpoint("20", 5);
        checkpointer.checkpoint("20", 5);
        checkpointer.checkpoint();
        assertThat(sink.stored()).containsExactly(place("20", 5));
    }

    @Test
    void placeBeforeTheLastCheckpointIsRefused() {
        checkpointer.delivered(place("20", 5));
        checkpointer.checkpoint("20", 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpointer.checkpoint("20", 2))
                .withMessage("checkpoint out of range: stream=words shard=shardId-000000000000 checkpoint=20/2 (allowed"
                        + " from the last checkpoint 20/3 to the last delivered record 20/5)");
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("9", 9));
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.prepareCheckpoint("9", 9));
        assertThat(sink.stored()).containsExactly(place("20", 3));
    }

    @Test
    void placeBehindTheLastDeliveredRecordIsRefused() {
        checkpointer.delivered(place("20", 5));
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("20", 6));
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("21", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("100"));
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.prepareCheckpoint("100", new byte[0]));
        assertThat(sink.stored()).isEmpty();
        assertThat(sink.announced()).isEmpty();
    }

    @Test
    void nothingIsAllowedBeforeTheFirstRecord() {
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("0", 0));
        checkpointer.checkpoint();
        checkpointer.prepareCheckpoint().checkpoint();
        assertThat(sink.stored()).isEmpty();
        assertThat(sink.announced()).isEmpty();
    }

    @Test
    void wordsAndNonsenseAreNoPlaces() {
        checkpointer.delivered(place("20", 5));
        for (String text : new String[] {"TRIM_HORIZON", "LATEST", "AT_TIMESTAMP", "SHARD_END", "", "-1", "abc"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint(text, 0));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint("20", -1));
        assertThat(sink.stored()).isEmpty();
    }

    @Test
    void checkpointOfEverythingIsTheLastDeliveredRecord() {
        checkpointer.delivered(place("20", 5));
        checkpointer.checkpoint();
        assertThat(sink.stored()).containsExactly(place("20", 5));
        assertThat(checkpointer.stored()).isEqualTo(place("20", 5));
    }

    @Test
    void closedOneRefusesEverything() {
        checkpointer.delivered(place("20", 5));
        PreparedCheckpointer prepared = checkpointer.prepareCheckpoint();
        checkpointer.close();
        assertThatThrownBy(checkpointer::checkpoint)
                .isInstanceOf(ShutdownException.class)
                .hasMessage("this worker no longer holds the shard: stream=words shard=shardId-000000000000");
        assertThatThrownBy(() -> checkpointer.checkpoint("20", 5)).isInstanceOf(ShutdownException.class);
        assertThatThrownBy(checkpointer::prepareCheckpoint).isInstanceOf(ShutdownException.class);
        assertThatThrownBy(prepared::checkpoint).isInstanceOf(ShutdownException.class);
        assertThat(sink.stored()).isEmpty();
    }

    @Test
    void announcedPlaceIsKeptUntilItIsReached() {
        checkpointer.delivered(place("20", 5));
        PreparedCheckpointer prepared = checkpointer.prepareCheckpoint("20", 3, new byte[] {1, 2});
        assertThat(prepared.pendingCheckpoint()).isEqualTo(place("20", 3));
        assertThat(sink.announced()).containsExactly(place("20", 3));
        assertThat(sink.stored()).isEmpty();
        prepared.checkpoint();
        assertThat(sink.stored()).containsExactly(place("20", 3));
    }

    /** Else its state would be handed to the next owner as if there were something to finish. */
    @Test
    void announcementAtTheCheckpointIsForgottenByTheSameCheckpoint() {
        checkpointer.delivered(place("20", 5));
        checkpointer.checkpoint();
        checkpointer.prepareCheckpoint(new byte[] {1}).checkpoint();
        assertThat(sink.stored()).containsExactly(place("20", 5), place("20", 5));
        ShardCheckpointer next = new ShardCheckpointer(SHARD, sink, listener, place("20", 5), true);
        next.checkpoint("20", 5);
        assertThat(sink.stored()).hasSize(3);
    }

    @Test
    void noCheckpointTakesThePlaceOfTheShardsEnd() {
        checkpointer.delivered(place("20", 5));
        checkpointer.end();
        assertThatThrownBy(checkpointer::checkpoint).isInstanceOf(ShutdownException.class);
        assertThat(sink.stored()).containsExactly(ExtendedSequenceNumber.SHARD_END);
    }

    /** Another thread makes checkpoints without a pause while the shard is ended. */
    @Test
    void checkpointsOfAnotherThreadNeverHideTheShardsEnd() throws Exception {
        for (int round = 0; round < 200; round++) {
            ShardCheckpointer raced = at(ExtendedSequenceNumber.TRIM_HORIZON);
            raced.delivered(place("1000000", 0));
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 1_000_000; i++) {
                    raced.checkpoint(String.valueOf(i));
                    running.countDown();
                }
            });
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            raced.end();
            assertThatThrownBy(() -> other.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(ShutdownException.class);
            assertThat(sink.last()).isEqualTo(ExtendedSequenceNumber.SHARD_END);
        }
    }

    @Test
    void busyStoreIsAskedAgain() {
        checkpointer.delivered(place("20", 5));
        sink.fail(2, () -> new ThrottlingException("slow down", null));
        checkpointer.checkpoint();
        assertThat(sink.stored()).containsExactly(place("20", 5));
        assertThat(listener.checkpoints()).singleElement().satisfies(event -> {
            assertThat(event.place()).isEqualTo(place("20", 5));
            assertThat(event.failure()).isNull();
            assertThat(event.duration()).isPositive();
        });
    }

    @Test
    void storeThatStaysBrokenIsToldAndTheCheckpointBeforeStays() {
        checkpointer.delivered(place("20", 5));
        checkpointer.checkpoint("10", 0);
        sink.fail(Integer.MAX_VALUE, () -> new IllegalStateException("by the test"));
        assertThatThrownBy(checkpointer::checkpoint)
                .isInstanceOf(KinesisClientLibDependencyException.class)
                .hasMessage("checkpoint was not stored: stream=words shard=shardId-000000000000 checkpoint=20/5")
                .hasRootCauseMessage("by the test");
        assertThat(checkpointer.stored()).isEqualTo(place("10", 0));
        sink.fail(0, () -> new IllegalStateException("never"));
        checkpointer.checkpoint();
        assertThat(checkpointer.stored()).isEqualTo(place("20", 5));
    }

    @Test
    void whatCannotSucceedIsNotTriedAgain() {
        checkpointer.delivered(place("20", 5));
        for (Supplier<RuntimeException> failure : java.util.List.<Supplier<RuntimeException>>of(
                () -> new InvalidStateException("no table", null), () -> new ShutdownException("lease lost"))) {
            sink.fail(1, failure);
            assertThatThrownBy(checkpointer::checkpoint).hasSameClassAs(failure.get());
        }
        assertThat(sink.stored()).isEmpty();
    }

    /** The store says that the lease is gone: nothing else may be tried. */
    @Test
    void lostLeaseClosesIt() {
        checkpointer.delivered(place("20", 5));
        sink.fail(1, () -> new ShutdownException("lease lost"));
        assertThatThrownBy(checkpointer::checkpoint).isInstanceOf(ShutdownException.class);
        assertThatThrownBy(checkpointer::checkpoint)
                .isInstanceOf(ShutdownException.class)
                .hasMessageStartingWith("this worker no longer holds the shard");
    }

    /** Closing has to get in while a checkpoint waits for its next try. */
    @Test
    void waitForTheNextTryEndsWhenItIsClosed() throws Exception {
        checkpointer.delivered(place("20", 5));
        CountDownLatch failed = new CountDownLatch(1);
        sink.fail(Integer.MAX_VALUE, () -> {
            failed.countDown();
            return new ThrottlingException("slow down", null);
        });
        CompletableFuture<Void> other = CompletableFuture.runAsync(checkpointer::checkpoint);
        assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        checkpointer.close();
        assertThatThrownBy(() -> other.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(ShutdownException.class);
    }

    private ShardCheckpointer at(ExtendedSequenceNumber start) {
        return new ShardCheckpointer(SHARD, sink, listener, start, false);
    }

    private static ExtendedSequenceNumber place(String number, long index) {
        return new ExtendedSequenceNumber(number, index);
    }
}
