package dev.millrace.lambda.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ShardProgressTest {

    private final ShardProgress progress = new ShardProgress();
    private final StopSignal stop = new StopSignal();
    private final List<MappedRecord> records = MappedRecords.of(4);

    private void begun(int from, int to, int most) throws Exception {
        for (MappedRecord record : records.subList(from, to)) {
            progress.begun(record, most, stop);
        }
    }

    @Test
    void checkpointLiesBehindTheFirstRecordThatIsNotDone() throws Exception {
        begun(0, 4, 10);

        assertThat(progress.done(List.of(records.get(1), records.get(2)))).isNull();
        assertThat(progress.done(List.of(records.get(0))))
                .isSameAs(records.get(2).last());
        assertThat(progress.done(List.of(records.get(3))))
                .isSameAs(records.get(3).last());
    }

    /** Else what others have done would gather in memory behind it. */
    @Test
    void noMoreAreTakenWhileTooManyAreBehindOneThatIsNotDone() throws Exception {
        begun(0, 3, 3);
        CompletableFuture<Void> further = new CompletableFuture<>();
        Thread taking = new Thread(() -> {
            try {
                begun(3, 4, 3);
                further.complete(null);
            } catch (Exception e) {
                further.completeExceptionally(e);
            }
        });
        taking.start();
        assertThat(progress.done(records.subList(1, 3))).isNull();
        taking.join(300);
        assertThat(taking.isAlive()).as("waits").isTrue();

        assertThat(progress.done(records.subList(0, 1))).isSameAs(records.get(2).last());
        assertThat(further).succeedsWithin(Duration.ofMinutes(1));
    }

    @Test
    void whoWaitsIsToldOfTheEnd() throws Exception {
        begun(0, 3, 3);
        stop.stop();
        assertThatThrownBy(() -> begun(3, 4, 3)).isInstanceOf(StoppedException.class);
    }
}
