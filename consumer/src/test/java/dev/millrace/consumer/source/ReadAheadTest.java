package dev.millrace.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private final ReadBudget budget = new ReadBudget(100, 1);
    private final ReadAhead ahead = new ReadAhead(budget);

    @Test
    void batchesComeInOrderAndFillUp() {
        ahead.add(fetched(1));
        assertThat(ahead.isFull()).isFalse();
        ahead.add(fetched(2));
        assertThat(ahead.isFull()).isTrue();
        assertThat(ahead.next()).isCompletedWithValue(fetched(1));
        assertThat(ahead.next()).isCompletedWithValue(fetched(2));
        CompletableFuture<Fetched> third = ahead.next();
        assertThat(third).isNotDone();
        ahead.add(fetched(3));
        assertThat(third).isCompletedWithValue(fetched(3));
    }

    @Test
    void batchIsHeldUntilTheNextIsAskedFor() {
        ahead.add(fetched(100));
        assertThat(hasRoom()).isFalse();
        CompletableFuture<Fetched> taken = ahead.next();
        assertThat(taken).isCompleted();
        assertThat(hasRoom()).isFalse();
        CompletableFuture<Fetched> next = ahead.next();
        assertThat(next).isNotDone();
        assertThat(hasRoom()).isTrue();
    }

    @Test
    void closingGivesEverythingBackAndTellsThoseWhoWait() {
        ahead.add(fetched(60));
        ahead.add(fetched(60));
        CompletableFuture<Fetched> taken = ahead.next();
        assertThat(taken).isCompleted();
        ahead.close();
        assertThat(hasRoom()).isTrue();
        assertThat(ahead.next()).isCompletedExceptionally();
        ahead.add(fetched(200));
        assertThat(hasRoom()).as("what comes too late is not held").isTrue();
    }

    @Test
    void whatWasReadBeforeAFailureIsStillGivenOut() {
        ahead.add(fetched(1));
        ahead.fail(new IllegalStateException("by the test"));
        assertThat(ahead.next()).isCompletedWithValue(fetched(1));
        assertThat(ahead.next()).failsWithin(java.time.Duration.ZERO);
    }

    @Test
    void whoWaitsIsToldOfTheEnd() {
        CompletableFuture<Fetched> waiting = ahead.next();
        ahead.close();
        assertThat(waiting.isCompletedExceptionally()).isTrue();
        assertThat(waiting.handle((value, failure) -> failure).join()).isInstanceOf(CancellationException.class);
    }

    private boolean hasRoom() {
        boolean[] admitted = new boolean[1];
        ReadBudget probe = budget;
        probe.whenRoom(() -> admitted[0] = true);
        return admitted[0];
    }

    private static Fetched fetched(long bytes) {
        return new Fetched(List.of(), bytes, 0, false);
    }
}
