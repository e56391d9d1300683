package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ShardTest {

    private static final long CREATED_SECONDS = 1_772_600_765;
    private static final long NOW = CREATED_SECONDS * 1000 + 2_089;

    private final Shard shard =
            new Shard(7, HashKeyRange.ALL, CREATED_SECONDS, List.of(), () -> Long.MIN_VALUE, new MemoryLog());

    @Test
    void indexesCountUpFromOneAboveTheStart() {
        SequenceNumber first = append(3, NOW);
        SequenceNumber second = append(3, NOW);
        assertThat(first.index()).isEqualTo(1);
        assertThat(second.index()).isEqualTo(2);
        assertThat(shard.nextIndex()).isEqualTo(3);
        assertThat(shard.startingSequenceNumber()).isLessThan(first);
        assertThat(shard.endingSequenceNumber()).isNull();
    }

    @Test
    void aClosedShardTakesNoMoreAndEndsAboveItsRecords() {
        SequenceNumber last = append(3, NOW);
        shard.close(NOW + 1000);
        assertThat(shard.append(List.of(new NewRecord(HashKey.MIN, "key", new byte[3])), NOW + 1000, false))
                .isNull();
        assertThat(shard.isOpen()).isFalse();
        assertThat(shard.endingSequenceNumber()).isGreaterThan(last);
        assertThat(shard.recordCount()).isEqualTo(1);
    }

    @Test
    void aReadHasAtLeastOneRecordAndStopsAtTheLimits() {
        append(100, NOW);
        append(100, NOW + 1);
        append(100, NOW + 2);
        assertThat(shard.read(1, 10, 1).records()).hasSize(1);
        assertThat(shard.read(1, 2, 1000).records()).hasSize(2);
        // Payload and partition key count: three bytes of key each.
        assertThat(shard.read(1, 10, 206).records()).hasSize(2);
        assertThat(shard.read(1, 10, 205).records()).hasSize(1);
        assertThat(shard.read(1, 10, 309).records()).hasSize(3);
        assertThat(shard.byteCount()).isEqualTo(309);
    }

    @Test
    void aReadSaysWhereItGoesOnAndWhatIsUnread() {
        append(1, NOW);
        append(1, NOW + 500);
        ShardRead first = shard.read(0, 1, 1000);
        assertThat(first.nextIndex()).isEqualTo(2);
        assertThat(first.oldestUnreadMillis()).isEqualTo(NOW + 500);
        ShardRead second = shard.read(first.nextIndex(), 1, 1000);
        assertThat(second.nextIndex()).isEqualTo(3);
        assertThat(second.oldestUnreadMillis()).isNegative();
        assertThat(second.ended()).isFalse();
        shard.close(NOW + 1000);
        assertThat(shard.read(2, 1, 1000).ended()).isTrue();
        assertThat(shard.read(1, 1, 1000).ended()).isFalse();
        assertThat(shard.read(Long.MAX_VALUE, 1, 1000).ended()).isTrue();
    }

    @Test
    void theRecordAtAMomentIsTheFirstThatCameThenOrLater() {
        append(1, NOW);
        append(1, NOW + 10);
        append(1, NOW + 10);
        append(1, NOW + 20);
        assertThat(shard.indexAt(0)).isEqualTo(1);
        assertThat(shard.indexAt(NOW)).isEqualTo(1);
        assertThat(shard.indexAt(NOW + 1)).isEqualTo(2);
        assertThat(shard.indexAt(NOW + 10)).isEqualTo(2);
        assertThat(shard.indexAt(NOW + 11)).isEqualTo(4);
        assertThat(shard.indexAt(NOW + 21)).isEqualTo(5);
    }

    /** Writers read the clock before they have the shard's lock, and a clock may be set back. */
    @Test
    void arrivalTimesNeverDescendAlongTheLog() {
        append(1, NOW + 1000);
        append(1, NOW);
        append(1, NOW + 2000);
        assertThat(shard.read(1, 10, 1000).records())
                .extracting(StoredRecord::arrivalMillis)
                .isSorted();
        assertThat(shard.indexAt(NOW + 500)).isEqualTo(1);
        shard.close(NOW);
        assertThat(shard.closedMillis()).isEqualTo(NOW + 2000);
    }

    private SequenceNumber append(int length, long millis) {
        return Objects.requireNonNull(
                        shard.append(List.of(new NewRecord(HashKey.MIN, "key", new byte[length])), millis, false))
                .get(0);
    }
}
