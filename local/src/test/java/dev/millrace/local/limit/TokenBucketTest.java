package dev.millrace.local.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long NOW = 1_000_000;

    @Test
    void aFullOneGivesItsCapacityAndNoMore() {
        TokenBucket bucket = new TokenBucket(5, 5, NOW);
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.takeIfThere(1, NOW)).isTrue();
        }
        assertThat(bucket.takeIfThere(1, NOW)).isFalse();
        assertThat(bucket.takeIfThere(1, NOW + 199)).isFalse();
        assertThat(bucket.takeIfThere(1, NOW + 200)).isTrue();
        assertThat(bucket.takeIfThere(1, NOW + 399)).isFalse();
        assertThat(bucket.takeIfThere(1, NOW + 400)).isTrue();
    }

    @Test
    void aRefusalTakesNothing() {
        TokenBucket bucket = new TokenBucket(10, 10, NOW);
        assertThat(bucket.takeIfThere(11, NOW)).isFalse();
        assertThat(bucket.takeIfThere(10, NOW)).isTrue();
    }

    @Test
    void itNeverHoldsMoreThanItsCapacity() {
        TokenBucket bucket = new TokenBucket(1_000, 100, NOW);
        assertThat(bucket.takeIfThere(1_000, NOW)).isTrue();
        assertThat(bucket.takeIfThere(1_000, NOW + 9_999)).isFalse();
        assertThat(bucket.isFull(NOW + 10_000)).isTrue();
        assertThat(bucket.takeIfThere(1_001, Long.MAX_VALUE / 2)).isFalse();
        assertThat(bucket.takeIfThere(1_000, Long.MAX_VALUE / 2)).isTrue();
    }

    @Test
    void aClockThatIsSetBackGivesNothing() {
        TokenBucket bucket = new TokenBucket(1, 1, NOW);
        assertThat(bucket.takeIfThere(1, NOW)).isTrue();
        assertThat(bucket.takeIfThere(1, NOW - 60_000)).isFalse();
        assertThat(bucket.takeIfThere(1, NOW - 59_001)).isFalse();
        assertThat(bucket.takeIfThere(1, NOW - 59_000)).isTrue();
    }

    @Test
    void whatIsUsedOnCreditIsPaidOffInFull() {
        TokenBucket bucket = new TokenBucket(2, 2, NOW);
        bucket.charge(1, NOW);
        assertThat(bucket.millisInArrears(NOW)).isZero();
        bucket.charge(10, NOW);
        assertThat(bucket.millisInArrears(NOW)).isEqualTo(5_000);
        assertThat(bucket.millisInArrears(NOW + 4_999)).isEqualTo(1);
        assertThat(bucket.millisInArrears(NOW + 5_000)).isZero();
        bucket.charge(1, NOW + 5_000);
        assertThat(bucket.millisInArrears(NOW + 5_000)).isEqualTo(500);
    }
}
