package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {

    private final RetryDelay delay = new RetryDelay(Seed.random());

    @ParameterizedTest
    @CsvSource({"0, 50", "1, 50", "2, 100", "3, 200", "4, 400", "5, 800", "6, 1000", "7, 1000", "1000000, 1000"})
    void delayLiesBetweenHalfAndAllOfATimeThatDoubles(int attempts, long millis) {
        long most = TimeUnit.MILLISECONDS.toNanos(millis);
        long smallest = Long.MAX_VALUE;
        long largest = 0;
        for (int i = 0; i < 2_000; i++) {
            long nanos = delay.nanos(attempts);
            assertThat(nanos).isBetween(most / 2, most);
            smallest = Math.min(smallest, nanos);
            largest = Math.max(largest, nanos);
        }
        assertThat(largest - smallest).as("it is spread").isGreaterThan(most / 3);
    }

    @Test
    void sameRandomnessGivesTheSameDelays() {
        RetryDelay one = new RetryDelay(new SplittableRandom(7));
        RetryDelay other = new RetryDelay(new SplittableRandom(7));
        for (int attempts = 1; attempts < 50; attempts++) {
            assertThat(one.nanos(attempts)).isEqualTo(other.nanos(attempts));
        }
    }

    @Test
    void spreadOfNothingIsNothing() {
        assertThat(delay.spread(0)).isZero();
        assertThat(delay.spread(1)).isZero();
    }
}
