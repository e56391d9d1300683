package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An aggregate is filled to the last byte that is allowed, and no further. */
class FullAggregateTest {

    private static final List<RecordTag> TAGS = List.of(new RecordTag("writer", "17"), new RecordTag("no value", null));

    /** The 129th entry of a table is the first whose index has two bytes. */
    @ParameterizedTest
    @CsvSource({
        "PINNED, 1", "PINNED, 2", "PINNED, 127", "PINNED, 128", "PINNED, 129",
        "KPL, 1", "KPL, 2", "KPL, 127", "KPL, 128", "KPL, 129"
    })
    void recordJoinsIfItFitsToTheByte(AggregationLayout layout, int count) {
        List<UserRecord> before = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            @Nullable HashKey own = layout == AggregationLayout.KPL ? HashKey.of(0, 1_000 + i) : null;
            before.add(UserRecord.of("k" + i, own, new byte[40]));
        }
        HashKey oldOwn = before.get(0).hashKey();
        HashKey newOwn = layout == AggregationLayout.KPL ? HashKey.MAX : oldOwn;
        for (int length : new int[] {0, 1, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 16_375, 16_384}) {
            for (String key : List.of("k0", "k" + (count - 1), "new", "\u6771")) {
                checkBoundary(layout, before, UserRecord.of(key, new byte[length]));
                checkBoundary(layout, before, UserRecord.of(key, oldOwn, new byte[length]));
                checkBoundary(layout, before, UserRecord.of(key, newOwn, new byte[length]));
                checkBoundary(
                        layout, before, UserRecord.of(key, new byte[length]).withTags(TAGS));
            }
        }
    }

    private static void checkBoundary(AggregationLayout layout, List<UserRecord> before, UserRecord last) {
        RecordAggregator roomy = aggregator(layout, RecordAggregator.LARGEST_MAX_SIZE, before);
        assertThat(roomy.addUserRecord(last)).isEmpty();
        AggregatedRecord whole = only(roomy);
        int size = whole.putSizeBytes();

        RecordAggregator exact = aggregator(layout, size, before);
        assertThat(exact.addUserRecord(last)).isEmpty();
        assertThat(only(exact).data()).isEqualTo(whole.data());

        RecordAggregator tight = aggregator(layout, size - 1, before);
        Optional<AggregatedRecord> finished = tight.addUserRecord(last);
        List<AggregatedRecord> rest = tight.clearAndGet();
        AggregatedRecord first = finished.orElseGet(() -> rest.get(0));
        assertThat(first.userRecordCount()).isEqualTo(before.size());
        assertThat(rest.get(rest.size() - 1).userRecordCount()).isEqualTo(1);
    }

    private static RecordAggregator aggregator(AggregationLayout layout, int maxSizeBytes, List<UserRecord> records) {
        RecordAggregator aggregator = RecordAggregator.builder()
                .layout(layout)
                .maxSizeBytes(maxSizeBytes)
                .frameLoneRecords(false)
                .build();
        records.forEach(record -> assertThat(aggregator.addUserRecord(record)).isEmpty());
        return aggregator;
    }

    private static AggregatedRecord only(RecordAggregator aggregator) {
        List<AggregatedRecord> finished = aggregator.clearAndGet();
        assertThat(finished).hasSize(1);
        return finished.get(0);
    }
}
