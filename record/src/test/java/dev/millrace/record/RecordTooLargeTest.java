package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordTooLargeTest {

    private static final int MAX = 300;
    private static final HashKey OWN = HashKey.of(0, 42);

    /** Bytes beside the payload, for key {@code k}, whose hash has 39 digits, and a payload of 128 bytes or more. */
    @ParameterizedTest
    @CsvSource({
        // plain: 1 outer key
        "PINNED, false, false, 1",
        "PINNED, false, true, 1",
        "KPL, false, false, 1",
        "KPL, false, true, 1",
        // framed: 20 frame, 3 table, 3 record, 2 index, 3 data, 1 outer key
        "KPL, true, false, 32",
        // and 4 table, 2 index
        "KPL, true, true, 38",
        "PINNED, true, true, 38",
        // and 41 pin, 2 index, 7 tag
        "PINNED, true, false, 82"
    })
    void largestRecordIsSharplyBounded(AggregationLayout layout, boolean framed, boolean own, int overhead) {
        RecordAggregator aggregator = RecordAggregator.builder()
                .layout(layout)
                .frameLoneRecords(framed)
                .maxSizeBytes(MAX)
                .build();
        for (int length = MAX - 120; length <= MAX; length++) {
            UserRecord record = UserRecord.of("k", own ? OWN : null, new byte[length]);
            if (length + overhead <= MAX) {
                assertThat(aggregator.addUserRecord(record)).isEmpty();
                AggregatedRecord finished = aggregator.clearAndGet().get(0);
                assertThat(finished.putSizeBytes()).isEqualTo(length + overhead);
                assertThat(ReadBack.userRecords(finished).get(0).data()).isEqualTo(record.data());
                assertThat(ReadBack.isPlain(finished)).isEqualTo(!framed);
            } else {
                RecordTooLargeException refusal = refusal(aggregator, record);
                assertThat(refusal.sizeBytes()).isEqualTo(length + overhead);
                assertThat(refusal.maxSizeBytes()).isEqualTo(MAX);
                assertThat(refusal).hasMessageContaining("bytes=" + (length + overhead) + " (max 300");
                assertThat(aggregator.clearAndGet()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void refusedRecordChangesNothing(AggregationLayout layout) {
        RecordAggregator aggregator = small(layout);
        RecordAggregator untouched = small(layout);
        List<String> results = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] data = new byte[i];
            @Nullable HashKey own = i % 3 == 0 ? HashKey.of(0, i % 5) : i % 7 == 0 ? HashKey.ofPartitionKey("k") : null;
            aggregator.addUserRecord("k", own, data).ifPresent(record -> results.add(describe(record)));
            untouched.addUserRecord("k", own, data).ifPresent(record -> expected.add(describe(record)));

            int count = aggregator.userRecordCount();
            long size = aggregator.sizeBytes();
            for (@Nullable HashKey key : new @Nullable HashKey[] {null, own, OWN, HashKey.ofPartitionKey("k")}) {
                refusal(aggregator, UserRecord.of("k", key, new byte[MAX]));
                refusal(aggregator, UserRecord.of("another", key, new byte[MAX]));
            }
            assertThat(aggregator.userRecordCount()).isEqualTo(count);
            assertThat(aggregator.sizeBytes()).isEqualTo(size);
        }
        aggregator.clearAndGet().forEach(record -> results.add(describe(record)));
        untouched.clearAndGet().forEach(record -> expected.add(describe(record)));
        assertThat(results).isEqualTo(expected).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void dataThatReadAsAnAggregateMustFitWithTheirFrame(AggregationLayout layout) {
        byte[] aggregate = HandMade.frame(HandMade.concat(new byte[] {0x22, (byte) 0xFC, 1}, new byte[252]));
        assertThat(aggregate).hasSize(275);
        RecordAggregator aggregator = RecordAggregator.builder()
                .layout(layout)
                .frameLoneRecords(false)
                .maxSizeBytes(MAX)
                .build();
        assertThatThrownBy(() -> aggregator.addUserRecord("k", aggregate)).isInstanceOf(RecordTooLargeException.class);
        aggregate[0] = 0;
        assertThat(aggregator.addUserRecord("k", aggregate)).isEmpty();
    }

    private static RecordAggregator small(AggregationLayout layout) {
        return RecordAggregator.builder()
                .layout(layout)
                .maxSizeBytes(MAX)
                .maxOpenGroups(2)
                .build();
    }

    private static RecordTooLargeException refusal(RecordAggregator aggregator, UserRecord record) {
        RecordTooLargeException refusal =
                catchThrowableOfType(RecordTooLargeException.class, () -> aggregator.addUserRecord(record));
        assertThat(refusal).as("refusal of %s", record).isNotNull();
        return refusal;
    }

    private static String describe(AggregatedRecord record) {
        return record + " " + Arrays.toString(ReadBack.bytes(record.data()));
    }

    /** A mapped sparse file: no heap is needed for it. */
    @Test
    void recordOfTwoGibibytesIsTooLarge(@TempDir Path folder) throws IOException {
        ByteBuffer data;
        try (FileChannel file = FileChannel.open(
                folder.resolve("sparse"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            data = file.map(FileChannel.MapMode.READ_WRITE, 0, Integer.MAX_VALUE);
        }
        UserRecord record = UserRecord.of("k", data);
        for (boolean framed : new boolean[] {true, false}) {
            RecordAggregator aggregator =
                    RecordAggregator.builder().frameLoneRecords(framed).build();
            assertThatThrownBy(() -> aggregator.addUserRecord(record)).isInstanceOf(RecordTooLargeException.class);
            aggregator.addUserRecord("k", new byte[1]);
            assertThatThrownBy(() -> aggregator.addUserRecord(record)).isInstanceOf(RecordTooLargeException.class);
            assertThat(aggregator.userRecordCount()).isOne();
        }
    }
}
