package dev.millrace.local.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.SettableClock;
import dev.millrace.local.stream.ShardRead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers in one millisecond: together they get what one would get. */
@Timeout(60)
class ShardBudgetTest {

    private static final int CALLERS = 4;
    private static final int ROUNDS = 100;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @AfterEach
    void close() {
        callers.shutdownNow();
    }

    @Test
    void writersTogetherPutAThousandRecords() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(admitted(1_000, budget -> budget.takes(1))).isEqualTo(1_000);
        }
    }

    @Test
    void writersTogetherPutAMebibyte() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(admitted(500, budget -> budget.takes(2_048))).isEqualTo(512);
        }
    }

    @Test
    void readersTogetherReadFiveTimes() throws Exception {
        ShardRead nothing = new ShardRead(List.of(), 1, -1, false);
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(admitted(100, budget -> budget.read(() -> nothing) != null))
                    .isEqualTo(5);
            assertThat(admitted(100, ShardBudget::givesIterator)).isEqualTo(5);
        }
    }

    private long admitted(int attempts, Predicate<ShardBudget> attempt) throws Exception {
        ShardBudget budget = new ShardBudget(clock);
        CyclicBarrier begin = new CyclicBarrier(CALLERS);
        List<Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            counts.add(callers.submit(() -> {
                begin.await();
                long count = 0;
                for (int n = 0; n < attempts; n++) {
                    count += attempt.test(budget) ? 1 : 0;
                }
                return count;
            }));
        }
        long sum = 0;
        for (Future<Long> count : counts) {
            sum += count.get(20, TimeUnit.SECONDS);
        }
        return sum;
    }
}
