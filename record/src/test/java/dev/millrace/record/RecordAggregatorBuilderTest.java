package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecordAggregatorBuilderTest {

    private static final int MEBIBYTE = 1024 * 1024;

    @Test
    void layoutIsPinnedAndLoneRecordsAreFramedByDefault() {
        RecordAggregator aggregator = RecordAggregator.builder().build();
        aggregator.addUserRecord("k", new byte[1]);
        assertThat(ReadBack.aggregated(aggregator.clearAndGet().get(0)).pinned())
                .isTrue();
    }

    @Test
    void loneRecordsOfKplLayoutArePlainByDefault() {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(AggregationLayout.KPL).build();
        aggregator.addUserRecord("k", new byte[1]);
        assertThat(ReadBack.isPlain(aggregator.clearAndGet().get(0))).isTrue();
    }

    @Test
    void choiceOfFramingOutlivesAChangeOfLayout() {
        RecordAggregator aggregator = RecordAggregator.builder()
                .frameLoneRecords(true)
                .layout(AggregationLayout.KPL)
                .build();
        aggregator.addUserRecord("k", new byte[1]);
        assertThat(ReadBack.isPlain(aggregator.clearAndGet().get(0))).isFalse();
    }

    @Test
    void nothingIsGroupedByDefault() {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("k", new byte[1]);
        aggregator.addUserRecord("l", new byte[1]);
        assertThat(aggregator.clearAndGet()).hasSize(1);
    }

    @Test
    void maximumSizeIsOneMebibyteByDefault() {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(AggregationLayout.KPL).build();
        assertThat(aggregator.addUserRecord("k", new byte[MEBIBYTE - 1])).isEmpty();
        aggregator.clearAndGet();
        assertThatThrownBy(() -> aggregator.addUserRecord("k", new byte[MEBIBYTE]))
                .isInstanceOfSatisfying(
                        RecordTooLargeException.class,
                        refusal -> assertThat(refusal.maxSizeBytes()).isEqualTo(MEBIBYTE));
    }

    @Test
    void sixteenGroupsMayBeOpenByDefault() {
        RecordAggregator aggregator = RecordAggregator.create();
        for (int i = 0; i < 16; i++) {
            assertThat(aggregator.addUserRecord("k", HashKey.of(0, i), new byte[1]))
                    .isEmpty();
        }
        assertThat(aggregator.addUserRecord("k", HashKey.of(0, 16), new byte[1]))
                .isPresent();
    }

    @Test
    void maximumSizeIsFrom64BytesTo10Mebibytes() {
        assertThat(RecordAggregator.SMALLEST_MAX_SIZE).isEqualTo(64);
        assertThat(RecordAggregator.LARGEST_MAX_SIZE).isEqualTo(10 * MEBIBYTE);
        assertThat(RecordAggregator.builder().maxSizeBytes(64).build()).isNotNull();
        assertThat(RecordAggregator.builder().maxSizeBytes(10 * MEBIBYTE).build())
                .isNotNull();
        for (int refused : new int[] {Integer.MIN_VALUE, -1, 0, 63, 10 * MEBIBYTE + 1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> RecordAggregator.builder().maxSizeBytes(refused))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bytes=" + refused + " (allowed 64 to 10485760)");
        }
    }

    @Test
    void recordOfTheLargestSizeIsAccepted() {
        RecordAggregator aggregator = RecordAggregator.builder()
                .maxSizeBytes(RecordAggregator.LARGEST_MAX_SIZE)
                .frameLoneRecords(false)
                .build();
        byte[] data = new byte[RecordAggregator.LARGEST_MAX_SIZE - 1];
        aggregator.addUserRecord("k", data);
        assertThat(aggregator.clearAndGet().get(0).putSizeBytes()).isEqualTo(RecordAggregator.LARGEST_MAX_SIZE);
    }

    @Test
    void openGroupsAreAtLeastOne() {
        assertThatThrownBy(() -> RecordAggregator.builder().maxOpenGroups(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 (at least 1)");
        RecordAggregator aggregator =
                RecordAggregator.builder().maxOpenGroups(1).build();
        assertThat(aggregator.addUserRecord("k", new byte[1])).isEmpty();
        assertThat(aggregator.addUserRecord("k", HashKey.of(0, 1), new byte[1])).isEmpty();
        assertThat(aggregator.addUserRecord("k", HashKey.of(0, 2), new byte[1])).isPresent();
        assertThat(aggregator.userRecordCount()).isEqualTo(2);
    }
}
