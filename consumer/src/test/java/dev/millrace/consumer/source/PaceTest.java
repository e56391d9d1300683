package dev.millrace.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLI = 1_000_000;

    private final Pace pace = new Pace(Duration.ofMillis(200), Duration.ofSeconds(1), 2 << 20);

    @Test
    void readThatGaveLittleIsFollowedAfterTheInterval() {
        assertThat(pace.nanosToNext(0, 0)).isEqualTo(200 * MILLI);
        assertThat(pace.nanosToNext(400_000, 0)).isEqualTo(200 * MILLI);
    }

    @Test
    void readThatGaveMuchIsFollowedWhenTheRateAllows() {
        assertThat(pace.nanosToNext(10 << 20, 0)).isEqualTo(5_000 * MILLI);
    }

    @Test
    void shardWithoutNewsIsReadLessAndLess() {
        assertThat(pace.nanosToNext(0, 5)).isEqualTo(600 * MILLI);
        assertThat(pace.nanosToNext(0, 10)).isEqualTo(1_000 * MILLI);
        assertThat(pace.nanosToNext(0, 1_000)).isEqualTo(1_000 * MILLI);
    }

    @Test
    void idleIntervalIsNeverTheShorterOne() {
        Pace slow = new Pace(Duration.ofSeconds(3), Duration.ofSeconds(1), Long.MAX_VALUE);
        assertThat(slow.nanosToNext(10 << 20, 10)).isEqualTo(3_000 * MILLI);
    }
}
