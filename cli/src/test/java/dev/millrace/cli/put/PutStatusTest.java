package dev.millrace.cli.put;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PutStatusTest {

    private final PutCounts counts = new PutCounts();

    @Test
    void burstsDoNotMakeTheRateJump() {
        PutStatus status = new PutStatus(counts, 0);
        read(10_000);
        for (int tenth = 1; tenth <= 30; tenth++) {
            if (tenth % 5 == 0) {
                store(500);
            }
            String text = status.at(TimeUnit.MILLISECONDS.toNanos(tenth * 100L));
            if (tenth >= 20) {
                assertThat(text).contains(", 1,000/s, 1.0 MiB/s, ");
            }
        }
        assertThat(status.at(TimeUnit.SECONDS.toNanos(3)))
                .isEqualTo("3,000 stored, 1,000/s, 1.0 MiB/s, 7,000 in flight, 0 failed");
    }

    @Test
    void rateOfSeldomLooksIsThatSinceTheLastOne() {
        PutStatus status = new PutStatus(counts, 0);
        read(30);
        store(10);
        assertThat(status.at(TimeUnit.SECONDS.toNanos(10))).startsWith("10 stored, 1/s, ");
        counts.failedLines.add(20);
        assertThat(status.at(TimeUnit.SECONDS.toNanos(20)))
                .isEqualTo("10 stored, 0/s, 0.0 MiB/s, 0 in flight, 20 failed");
    }

    @Test
    void billionsOfLinesFitIntoEightyColumns() {
        PutStatus status = new PutStatus(counts, 0);
        counts.readLines.add(9_000_000_000L);
        counts.storedLines.add(8_999_000_000L);
        assertThat(status.at(TimeUnit.HOURS.toNanos(4))).hasSizeLessThan(80);
    }

    private void read(int lines) {
        counts.readLines.add(lines);
    }

    private void store(int lines) {
        counts.storedLines.add(lines);
        counts.storedBytes.add(lines * (1L << 20) / 1_000);
    }
}
