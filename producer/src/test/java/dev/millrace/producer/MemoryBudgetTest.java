package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final long LONG_WAIT_MILLIS = 20_000;

    @Test
    void roomIsTakenInUnitsOf64Bytes() throws InterruptedException {
        MemoryBudget budget = new MemoryBudget(640);
        assertThat(budget.acquire(1, 0)).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(64);
        assertThat(budget.acquire(65, 0)).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(192);
        assertThat(budget.acquire(448, 0)).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(640);
        assertThat(budget.acquire(1, 0)).isFalse();
        budget.release(65);
        assertThat(budget.usedBytes()).isEqualTo(512);
        assertThat(budget.acquire(128, 0)).isTrue();
    }

    @Test
    void whatNeverFitsIsRefusedWithoutWaiting() throws InterruptedException {
        MemoryBudget budget = new MemoryBudget(640);
        assertThat(budget.acquire(641, LONG_WAIT_MILLIS)).isFalse();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void budgetsBeyondTheRangeOfIntAreHad() throws InterruptedException {
        MemoryBudget budget = new MemoryBudget(8L << 30);
        assertThat(budget.acquire(7L << 30, 0)).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(7L << 30);
        assertThat(budget.acquire(2L << 30, 0)).isFalse();
        assertThat(new MemoryBudget(Long.MAX_VALUE).acquire(1L << 30, 0)).isTrue();
    }

    @Test
    void whateverIsTakenAndGivenBackTheBudgetIsEmptyInTheEnd() throws InterruptedException {
        SplittableRandom random = Seed.random();
        MemoryBudget budget = new MemoryBudget(100_000);
        List<Long> held = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long bytes = random.nextLong(1, 5_000);
            if (budget.acquire(bytes, 0)) {
                held.add(bytes);
            } else {
                budget.release(held.remove(random.nextInt(held.size())));
            }
            assertThat(budget.usedBytes()).isBetween(0L, 100_032L);
        }
        held.forEach(budget::release);
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void waitersAreServedInOrderOfArrivalAndLargeOnesAreNotPassedBy() throws InterruptedException {
        MemoryBudget budget = new MemoryBudget(640);
        assertThat(budget.acquire(640, 0)).isTrue();
        List<Integer> served = new CopyOnWriteArrayList<>();
        List<Thread> waiters = new ArrayList<>();
        for (int size : new int[] {640, 64, 128}) {
            Thread waiter = new Thread(() -> {
                try {
                    if (budget.acquire(size, LONG_WAIT_MILLIS)) {
                        served.add(size);
                        budget.release(size);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            waiters.add(waiter);
            waiter.start();
            Await.until("it waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        }
        budget.release(64);
        assertThat(budget.acquire(64, 0))
                .as("who does not wait does not pass by either")
                .isFalse();
        assertThat(served).isEmpty();
        budget.release(576);
        for (Thread waiter : waiters) {
            waiter.join(LONG_WAIT_MILLIS);
        }
        assertThat(served).hasSize(3).startsWith(640);
        assertThat(budget.usedBytes()).isZero();
    }
}
