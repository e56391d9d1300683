package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutstandingPutsTest {

    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final OutstandingPuts outstanding = new OutstandingPuts();

    @Test
    void waitForNothingSucceedsAtOnce() throws InterruptedException {
        assertThat(outstanding.await(0)).isTrue();
        assertThat(outstanding.await(0)).isTrue();
        assertThat(outstanding.total()).isZero();
    }

    @Test
    void waitEndsWhenTheLastPutBeforeItEnds() {
        OutstandingPuts.Epoch first = outstanding.begin();
        OutstandingPuts.Epoch same = outstanding.begin();
        CompletableFuture<Boolean> flush = flush();
        Await.until("the flush has begun a new epoch", () -> newEpochFor(first));
        outstanding.end(first, 1);
        assertThat(flush).isNotDone();
        outstanding.end(same, 1);
        assertThat(Await.result(flush)).isTrue();
    }

    @Test
    void putsThatBeginLaterAreNotWaitedFor() throws InterruptedException {
        OutstandingPuts.Epoch before = outstanding.begin();
        assertThat(outstanding.await(1)).isFalse();
        OutstandingPuts.Epoch later = outstanding.begin();
        assertThat(later).isNotSameAs(before);
        CompletableFuture<Boolean> flushOfBoth = flush();
        outstanding.end(before, 1);
        assertThat(outstanding.total()).isEqualTo(1);
        assertThat(outstanding.await(1)).isFalse();
        outstanding.end(later, 1);
        assertThat(Await.result(flushOfBoth)).isTrue();
        assertThat(outstanding.await(0)).isTrue();
    }

    @Test
    void laterEpochThatIsEmptyDoesNotHideAnEarlierOne() throws InterruptedException {
        OutstandingPuts.Epoch first = outstanding.begin();
        assertThat(outstanding.await(1)).isFalse();
        OutstandingPuts.Epoch second = outstanding.begin();
        assertThat(outstanding.await(1)).isFalse();
        outstanding.end(second, 1);
        assertThat(outstanding.await(1)).as("the first is still out").isFalse();
        outstanding.end(first, 1);
        assertThat(outstanding.await(0)).isTrue();
        assertThat(outstanding.total()).isZero();
    }

    @Test
    void severalWaitersAreAllWoken() {
        OutstandingPuts.Epoch epoch = outstanding.begin();
        CompletableFuture<Boolean> one = flush();
        CompletableFuture<Boolean> two = flush();
        Await.until("a flush has begun a new epoch", () -> newEpochFor(epoch));
        outstanding.end(epoch, 1);
        assertThat(Await.result(one)).isTrue();
        assertThat(Await.result(two)).isTrue();
    }

    @Test
    void interruptEndsTheWait() {
        outstanding.begin();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> outstanding.await(LONG_NANOS)).isInstanceOf(InterruptedException.class);
    }

    private CompletableFuture<Boolean> flush() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return outstanding.await(LONG_NANOS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Whether a put that begins now belongs to another epoch. */
    private boolean newEpochFor(OutstandingPuts.Epoch before) {
        OutstandingPuts.Epoch now = outstanding.begin();
        outstanding.end(now, 1);
        return now != before;
    }
}
