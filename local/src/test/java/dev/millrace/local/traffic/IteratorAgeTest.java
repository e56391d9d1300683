package dev.millrace.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IteratorAgeTest {

    private static final long NOW = 1_000_000;

    private final IteratorAge age = new IteratorAge();

    @Test
    void withoutReadsThereIsNone() {
        assertThat(age.millis(NOW)).isEqualTo(IteratorAge.UNKNOWN);
    }

    @Test
    void theSlowestReadOfTheLastSecondsCounts() {
        age.read(NOW, 300);
        age.read(NOW + 10, 7);
        assertThat(age.millis(NOW + 20)).isEqualTo(300);
        age.read(NOW + 5_000, 20);
        assertThat(age.millis(NOW + 5_000)).isEqualTo(300);
        age.read(NOW + 10_000, 5);
        assertThat(age.millis(NOW + 10_000)).isEqualTo(20);
    }

    @Test
    void aReaderThatHasGoneLeavesNothing() {
        age.read(NOW, 300);
        assertThat(age.millis(NOW + 9_999)).isEqualTo(300);
        assertThat(age.millis(NOW + 15_000)).isEqualTo(IteratorAge.UNKNOWN);
    }

    @Test
    void aClockThatJumpsBeginsAnew() {
        age.read(NOW, 300);
        assertThat(age.millis(NOW - 60_000)).isEqualTo(IteratorAge.UNKNOWN);
        age.read(NOW - 60_000, 8);
        assertThat(age.millis(NOW - 60_000)).isEqualTo(8);
    }
}
