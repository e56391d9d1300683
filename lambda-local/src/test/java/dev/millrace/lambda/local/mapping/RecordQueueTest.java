package dev.millrace.lambda.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class RecordQueueTest {

    private static final int MEGABYTE = 1 << 20;

    private final RecordQueue queue = new RecordQueue(10, Duration.ZERO, Clock.systemUTC());

    private List<MappedRecord> take() throws Exception {
        return queue.take((first, next) -> true, null);
    }

    private void putAll(List<MappedRecord> records) throws Exception {
        queue.put(records);
    }

    /** A megabyte takes 1.4 as base64, and an event has six. */
    @Test
    void eventHasNoMoreThanLambdaTakes() throws Exception {
        List<MappedRecord> records = MappedRecords.of(6, MEGABYTE);
        putAll(records);

        assertThat(take()).isEqualTo(records.subList(0, 4));
        assertThat(take()).isEqualTo(records.subList(4, 6));
    }

    @Test
    void recordThatIsTooLargeForAnEventIsAlone() throws Exception {
        List<MappedRecord> records = MappedRecords.of(3, 8 * MEGABYTE);
        queue.put(records.subList(0, 1));
        assertThat(take()).containsExactly(records.get(0));
    }

    @Test
    void whoPutsWaitsWhileTwoEventsAreThere() throws Exception {
        putAll(MappedRecords.of(9, MEGABYTE));
        CompletableFuture<Void> put = new CompletableFuture<>();
        Thread putter = new Thread(() -> {
            try {
                putAll(MappedRecords.of(1));
                put.complete(null);
            } catch (Exception e) {
                put.completeExceptionally(e);
            }
        });
        putter.start();
        putter.join(300);
        assertThat(putter.isAlive()).as("waits").isTrue();

        assertThat(take()).hasSize(4);
        assertThat(put).succeedsWithin(Duration.ofMinutes(1));
    }

    @Test
    void recordThatIsNotTogetherWithTheFirstIsLeft() throws Exception {
        List<MappedRecord> records = MappedRecords.of(3);
        putAll(records);
        assertThat(queue.take((first, next) -> next.equals(first), null)).containsExactly(records.get(0));
    }

    @Test
    void closedQueueTakesAndGivesNothing() throws Exception {
        putAll(MappedRecords.of(1));
        queue.close();
        assertThatThrownBy(this::take).isInstanceOf(StoppedException.class);
        assertThatThrownBy(() -> putAll(MappedRecords.of(1))).isInstanceOf(StoppedException.class);
    }

    /** What was refused is not done, whatever else was: a shard's end would be stored. */
    @Test
    void closedQueueIsNeverFinished() throws Exception {
        queue.close();
        assertThatThrownBy(() -> putAll(MappedRecords.of(1))).isInstanceOf(StoppedException.class);
        queue.finish();
        assertThat(queue.isFinished()).isFalse();
        assertThatThrownBy(this::take).isInstanceOf(StoppedException.class);
    }

    @Test
    void finishedQueueGivesWhatItHas() throws Exception {
        RecordQueue slow = new RecordQueue(10, Duration.ofMinutes(5), Clock.systemUTC());
        slow.put(MappedRecords.of(1));
        slow.finish();
        assertThat(slow.isFinished()).isFalse();
        assertThat(slow.take((first, next) -> true, null)).hasSize(1);
        assertThat(slow.isFinished()).isTrue();
        assertThat(slow.take((first, next) -> true, null)).isEmpty();
    }
}
