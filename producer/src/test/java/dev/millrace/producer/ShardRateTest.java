package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShardRateTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MEBIBYTE = 1 << 20;

    private final ShardRate rate = new ShardRate(1, 0);

    @Test
    void aSecondsWorthGoesAtOnceAndThenTheLimitsHold() {
        assertThat(taken(rate, 10, 0)).isEqualTo(1_000);
        assertThat(taken(rate, 10, SECOND / 2)).isEqualTo(500);
        assertThat(taken(rate, 10, 10 * SECOND)).isEqualTo(1_000);
    }

    @Test
    void bytesAreLimitedToo() {
        assertThat(taken(rate, MEBIBYTE / 4, 0)).isEqualTo(4);
        assertThat(taken(rate, MEBIBYTE / 4, SECOND)).isEqualTo(4);
    }

    @Test
    void recordLargerThanASecondsWorthGoesWhenThereIsFullRoomAndIsPaidForAfterwards() {
        assertThat(rate.take(3 * MEBIBYTE, 0)).isTrue();
        assertThat(rate.take(1, SECOND)).isFalse();
        assertThat(rate.take(1, 2 * SECOND + SECOND / 1_000)).isTrue();
        assertThat(rate.take(3 * MEBIBYTE, 2 * SECOND + SECOND / 500)).isFalse();
        assertThat(rate.take(3 * MEBIBYTE, 4 * SECOND)).isTrue();
    }

    @Test
    void whenItIsDueThereIsRoom() {
        assertThat(taken(rate, MEBIBYTE / 8, 0)).isEqualTo(8);
        long due = rate.dueNanos(MEBIBYTE / 8, 0);
        assertThat(due).isCloseTo(SECOND / 8, within(SECOND / 1_000));
        assertThat(rate.take(MEBIBYTE / 8, due - SECOND / 100)).isFalse();
        assertThat(rate.take(MEBIBYTE / 8, due)).isTrue();
    }

    @Test
    void throttlingSlowsItDownOnceForWhatWasAlreadyOnItsWay() {
        rate.throttled(SECOND);
        double once = rate.share();
        assertThat(once).isCloseTo(0.67, within(0.01));
        for (int i = 0; i < 100; i++) {
            rate.throttled(SECOND + i);
        }
        assertThat(rate.share()).isEqualTo(once);
        rate.throttled(2 * SECOND);
        assertThat(rate.share()).isLessThan(once);
    }

    @Test
    void itNeverStopsAndRecoversInTheQuiet() {
        long now = 0;
        for (int i = 0; i < 100; i++) {
            now += SECOND / 4;
            rate.throttled(now);
        }
        assertThat(rate.share()).isBetween(0.02, 0.05);
        assertThat(rate.take(10, now + 60 * SECOND)).isTrue();
        assertThat(rate.share()).isEqualTo(1);
    }

    @Test
    void infinityIsNoLimit() {
        ShardRate free = new ShardRate(Double.POSITIVE_INFINITY, 0);
        free.throttled(1);
        for (int i = 0; i < 100_000; i++) {
            assertThat(free.take(MEBIBYTE, 1)).isTrue();
        }
    }

    private static int taken(ShardRate rate, int bytes, long now) {
        int count = 0;
        while (rate.take(bytes, now)) {
            count++;
        }
        return count;
    }
}
