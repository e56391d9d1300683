package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordLogTest {

    private static final byte[] PAYLOAD = new byte[1];

    private final RecordLog log = new RecordLog();

    @Test
    void indexesStayTheSameWhileTheOldestAreDropped() {
        // More than a few thousand, so that the places are moved several times.
        for (long index = 1; index <= 10_000; index++) {
            assertThat(log.nextIndex()).isEqualTo(index);
            log.add(record(index));
            if (index % 3 == 0) {
                long first = log.firstIndex();
                assertThat(log.removeFirst().arrivalMillis()).isEqualTo(first);
                assertThat(log.firstIndex()).isEqualTo(first + 1);
            }
        }
        assertThat(log.firstIndex()).isEqualTo(3_334);
        for (long index = log.firstIndex(); index < log.nextIndex(); index++) {
            assertThat(log.get(index).arrivalMillis()).isEqualTo(index);
        }
    }

    @Test
    void indexesGoOnWhenAllWereDropped() {
        log.add(record(1));
        log.add(record(2));
        log.removeFirst();
        log.removeFirst();
        assertThat(log.count()).isZero();
        assertThat(log.firstIndex()).isEqualTo(3);
        log.add(record(3));
        assertThat(log.get(3).arrivalMillis()).isEqualTo(3);
        assertThat(log.nextIndex()).isEqualTo(4);
    }

    private static StoredRecord record(long arrivalMillis) {
        return new StoredRecord(new SequenceNumber(1, arrivalMillis, 1, 0), arrivalMillis, "key", PAYLOAD, false);
    }
}
