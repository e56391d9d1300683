package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HashKeyRangeTest {

    @Test
    void bothEndsAreInside() {
        HashKeyRange range = range(10, 20);
        assertThat(range.contains(key(10))).isTrue();
        assertThat(range.contains(key(15))).isTrue();
        assertThat(range.contains(key(20))).isTrue();
        assertThat(range.contains(key(9))).isFalse();
        assertThat(range.contains(key(21))).isFalse();
    }

    @Test
    void rangeAcrossTheSignBitIsUnsigned() {
        HashKeyRange range = HashKeyRange.parse("1", "170141183460469231731687303715884105728");
        assertThat(range.contains(HashKey.of(Long.MAX_VALUE, -1))).isTrue();
        assertThat(range.contains(HashKey.of(Long.MIN_VALUE, 0))).isTrue();
        assertThat(range.contains(HashKey.of(Long.MIN_VALUE, 1))).isFalse();
        assertThat(range.contains(HashKey.MIN)).isFalse();
    }

    @Test
    void everyHashKeyIsInAll() {
        assertThat(HashKeyRange.ALL.contains(HashKey.MIN)).isTrue();
        assertThat(HashKeyRange.ALL.contains(HashKey.MAX)).isTrue();
        Seeds.rounds(
                1_000,
                random -> assertThat(HashKeyRange.ALL.contains(RandomRecords.hashKey(random)))
                        .isTrue());
    }

    @Test
    void rangeOfOneHoldsNoNeighbour() {
        HashKey key = key(7);
        HashKeyRange range = HashKeyRange.only(key);
        assertThat(range.contains(key)).isTrue();
        assertThat(range.contains(key.next())).isFalse();
        assertThat(range.contains(key.previous())).isFalse();
    }

    @Test
    void invertedRangeIsRefused() {
        assertThatThrownBy(() -> range(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("start=2")
                .hasMessageContaining("end=1");
    }

    @Test
    void rangeHoldsRangesWithinIt() {
        HashKeyRange range = range(10, 20);
        assertThat(range.contains(range)).isTrue();
        assertThat(range.contains(range(11, 19))).isTrue();
        assertThat(range.contains(range(9, 20))).isFalse();
        assertThat(range.contains(range(10, 21))).isFalse();
        assertThat(range.contains(range(30, 40))).isFalse();
        assertThat(HashKeyRange.ALL.contains(range)).isTrue();
    }

    @Test
    void adjacentRangesTouchWithoutSharing() {
        HashKeyRange range = range(10, 20);
        assertAdjacent(range, range(21, 30), true);
        assertAdjacent(range, range(0, 9), true);
        assertAdjacent(range, range(22, 30), false);
        assertAdjacent(range, range(20, 30), false);
        assertAdjacent(range, range, false);
    }

    @Test
    void rangesAtTheTwoEndsAreNotAdjacent() {
        assertAdjacent(HashKeyRange.only(HashKey.MAX), HashKeyRange.only(HashKey.MIN), false);
        assertAdjacent(HashKeyRange.ALL, HashKeyRange.ALL, false);
    }

    @Test
    void includingGrowsToTheKeyOnly() {
        HashKeyRange range = range(10, 20);
        assertThat(range.including(key(15))).isEqualTo(range);
        assertThat(range.including(key(20))).isEqualTo(range);
        assertThat(range.including(key(5))).isEqualTo(range(5, 20));
        assertThat(range.including(key(25))).isEqualTo(range(10, 25));
    }

    @Test
    void containsAgreesWithTheNumbers() {
        Seeds.rounds(5_000, random -> {
            HashKey one = RandomRecords.hashKey(random);
            HashKey other = RandomRecords.hashKey(random);
            HashKeyRange range = HashKeyRange.only(one).including(other);
            HashKey key = RandomRecords.hashKey(random);
            boolean inside = key.toBigInteger().compareTo(range.start().toBigInteger()) >= 0
                    && key.toBigInteger().compareTo(range.end().toBigInteger()) <= 0;
            assertThat(range.contains(key)).isEqualTo(inside);
            assertThat(range.contains(one) && range.contains(other)).isTrue();
        });
    }

    @Test
    void textShowsBothEnds() {
        assertThat(range(10, 20)).hasToString("10..20");
    }

    private static void assertAdjacent(HashKeyRange one, HashKeyRange other, boolean adjacent) {
        assertThat(one.isAdjacentTo(other)).isEqualTo(adjacent);
        assertThat(other.isAdjacentTo(one)).isEqualTo(adjacent);
    }

    private static HashKeyRange range(long start, long end) {
        return new HashKeyRange(key(start), key(end));
    }

    private static HashKey key(long low) {
        return HashKey.of(0, low);
    }
}
