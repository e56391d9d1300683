package dev.millrace.processor.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.ReadEvent;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShardLagTest {

    private final ShardLag lag = new ShardLag();

    @Test
    void nothingIsKnownBeforeTheFirstAnswer() {
        assertThat(lag.isKnown()).isFalse();
        lag.read(new ReadEvent("s", "a", 0, 0, 0, Duration.ZERO, new IOException()));
        assertThat(lag.isKnown()).isFalse();
        read(0, 9_000);
        assertThat(lag.isKnown()).isTrue();
        assertThat(lag.millis()).isEqualTo(9_000);
    }

    @Test
    void readsAheadOfTheProcessorDoNotCount() {
        read(5, 9_000);
        batch(9_000);
        read(5, 6_000);
        read(5, 3_000);
        read(0, 0);
        assertThat(lag.millis()).isEqualTo(9_000);
        batch(6_000);
        read(0, 0);
        assertThat(lag.millis()).isEqualTo(6_000);
        batch(3_000);
        read(0, 0);
        assertThat(lag.millis()).isZero();
    }

    @Test
    void emptyReadsBringAShardNearerToTheTip() {
        read(1, 9_000);
        batch(9_000);
        read(0, 8_000);
        assertThat(lag.millis()).isEqualTo(8_000);
        read(0, 0);
        assertThat(lag.millis()).isZero();
    }

    /** As behind a restart, whose first record is that of the checkpoint. */
    @Test
    void recordsThatNeverBecomeABatchDoNotKeepTheirLag() {
        read(1, 9_000);
        assertThat(lag.millis()).isEqualTo(9_000);
        read(0, 0);
        assertThat(lag.millis()).isZero();
    }

    @Test
    void batchThatFailsKeepsItsLagUntilItIsProcessed() {
        read(5, 9_000);
        batch(9_000, new IOException());
        read(0, 0);
        assertThat(lag.millis()).isEqualTo(9_000);
        batch(9_000, null);
        read(0, 0);
        assertThat(lag.millis()).isZero();
    }

    @Test
    void readThatFailsSaysNothing() {
        read(5, 9_000);
        batch(9_000);
        lag.read(new ReadEvent("s", "a", 0, 0, 0, Duration.ZERO, new IOException()));
        assertThat(lag.millis()).isEqualTo(9_000);
    }

    @Test
    void batchesAloneAreEnoughWhereReadsAreNotTold() {
        batch(9_000);
        assertThat(lag.millis()).isEqualTo(9_000);
        batch(0);
        assertThat(lag.millis()).isZero();
    }

    private void read(int records, long behind) {
        lag.read(new ReadEvent("s", "a", records, records, behind, Duration.ZERO, null));
    }

    private void batch(long behind) {
        batch(behind, null);
    }

    private void batch(long behind, @Nullable Throwable failure) {
        lag.batch(new BatchEvent("s", "a", 5, 1, behind, Duration.ZERO, failure));
    }
}
