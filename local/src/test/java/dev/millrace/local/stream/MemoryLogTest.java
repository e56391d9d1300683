package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLogTest {

    private static final byte[] PAYLOAD = new byte[1];

    private final MemoryLog log = new MemoryLog();

    @Test
    void indexesStayTheSameWhileTheOldestAreDropped() {
        // More than a few thousand, so that the places are moved several times.
        for (long index = 1; index <= 10_000; index++) {
            assertThat(log.nextIndex()).isEqualTo(index);
            log.append(List.of(record(index)));
            if (index % 3 == 0) {
                long first = log.firstIndex();
                assertThat(log.arrivalMillis(first)).isEqualTo(first);
                log.dropBefore(first + 1);
                assertThat(log.firstIndex()).isEqualTo(first + 1);
            }
        }
        assertThat(log.firstIndex()).isEqualTo(3_334);
        for (long index = log.firstIndex(); index < log.nextIndex(); index++) {
            assertThat(log.arrivalMillis(index)).isEqualTo(index);
        }
    }

    @Test
    void indexesGoOnWhenAllWereDropped() {
        log.append(List.of(record(1)));
        log.append(List.of(record(2)));
        log.dropBefore(3);
        assertThat(log.byteCount()).isZero();
        assertThat(log.firstIndex()).isEqualTo(3);
        log.append(List.of(record(3)));
        assertThat(log.arrivalMillis(3)).isEqualTo(3);
        assertThat(log.nextIndex()).isEqualTo(4);
    }

    private static StoredRecord record(long arrivalMillis) {
        return new StoredRecord(new SequenceNumber(1, arrivalMillis, 1, 0), arrivalMillis, "key", PAYLOAD, false);
    }
}
