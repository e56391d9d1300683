package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong with the Java aggregator for kinesis-aggregation, versions 1.1 and 2.0.7. */
class JavaAggregatorFaultsTest {

    private static final int MEBIBYTE = 1024 * 1024;

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void firstRecordIsChargedTheFrame(AggregationLayout layout) {
        for (int length = MEBIBYTE - 90; length <= MEBIBYTE; length++) {
            List<AggregatedRecord> given = new ArrayList<>();
            RecordAggregator aggregator = RecordAggregator.builder()
                    .layout(layout)
                    .frameLoneRecords(true)
                    .build();
            aggregator.onRecordComplete(given::add, Runnable::run);
            UserRecord record = UserRecord.of("k", new byte[length]);
            boolean accepted = true;
            try {
                aggregator.addUserRecord(record);
            } catch (RecordTooLargeException e) {
                accepted = false;
                assertThat(e.sizeBytes()).isGreaterThan(MEBIBYTE);
            }
            aggregator.flush();
            // Nobody is given an empty record for one that was refused.
            assertThat(given).as("payload of %d bytes", length).hasSize(accepted ? 1 : 0);
            assertThat(given).allSatisfy(each -> {
                assertThat(each.data().remaining() + 1).isLessThanOrEqualTo(MEBIBYTE);
                assertThat(each.userRecordCount()).isEqualTo(1);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void fullRecordWithALongKeyIsWithinTheLimitOfThePut(AggregationLayout layout) {
        RecordAggregator aggregator = RecordAggregator.builder().layout(layout).build();
        String key = "k".repeat(256);
        AggregatedRecord full = null;
        for (int i = 0; full == null; i++) {
            full = aggregator.addUserRecord(key, new byte[1 + i % 16]).orElse(null);
        }
        int whole = full.data().remaining() + full.partitionKey().length();
        assertThat(whole).isLessThanOrEqualTo(MEBIBYTE).isGreaterThan(MEBIBYTE - 30);
    }

    @Test
    void noHashKeyIsInventedForEachPartitionKey() {
        // A table of two keys, two records of 7 bytes, and in pinned layout one hash key for all.
        assertThat(sizeOfTwoRecords(AggregationLayout.KPL)).isEqualTo(20 + 2 * 3 + 2 * 7);
        assertThat(sizeOfTwoRecords(AggregationLayout.PINNED)).isEqualTo(20 + 2 * 3 + 40 + 2 * 9 + 7);
    }

    private static long sizeOfTwoRecords(AggregationLayout layout) {
        RecordAggregator aggregator = RecordAggregator.builder().layout(layout).build();
        aggregator.addUserRecord("a", new byte[1]);
        aggregator.addUserRecord("b", new byte[1]);
        return aggregator.clearAndGet().get(0).sizeBytes();
    }

    @Test
    void keyOf200CharactersAnd400BytesIsAccepted() {
        String key = "\u00E9".repeat(200);
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord(key, new byte[] {1});
        AggregatedRecord record = aggregator.clearAndGet().get(0);
        assertThat(record.partitionKey()).isEqualTo(key);
        assertThat(ReadBack.userRecords(record)).containsExactly(UserRecord.of(key, new byte[] {1}));
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void onlyWhatRemainsInABufferIsStored(AggregationLayout layout) {
        byte[] backing = {0, 1, 2, 3, 4, 5, 6, 7};
        ByteBuffer direct = ByteBuffer.allocateDirect(8).put(backing).flip();
        List<ByteBuffer> buffers = List.of(
                ByteBuffer.wrap(backing, 2, 3),
                ByteBuffer.wrap(backing, 2, 3).slice(),
                ByteBuffer.wrap(backing, 2, 3).asReadOnlyBuffer(),
                ByteBuffer.wrap(backing).slice(1, 6).position(1).limit(4),
                direct.duplicate().position(2).limit(5),
                direct.slice(2, 3).asReadOnlyBuffer());
        RecordAggregator aggregator = RecordAggregator.builder().layout(layout).build();
        buffers.forEach(buffer -> aggregator.addUserRecord("k", buffer));
        List<UserRecord> read = ReadBack.userRecords(aggregator.clearAndGet().get(0));
        assertThat(read).hasSize(buffers.size());
        assertThat(read)
                .allSatisfy(record -> assertThat(ReadBack.bytes(record.data())).containsExactly(2, 3, 4));
    }

    @Test
    @SuppressWarnings("NullAway")
    void missingDataAreNamedBeforeAnythingChanges() {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("k", new byte[] {1});
        long size = aggregator.sizeBytes();
        byte @Nullable [] array = null;
        @Nullable ByteBuffer buffer = null;
        assertThatThrownBy(() -> aggregator.addUserRecord("k", array)).hasMessage("data");
        assertThatThrownBy(() -> aggregator.addUserRecord("k", buffer)).hasMessage("data");
        assertThat(aggregator.sizeBytes()).isEqualTo(size);
        assertThat(aggregator.userRecordCount()).isEqualTo(1);
    }

    @Test
    void emptyAggregatorGivesNoRecord() {
        RecordAggregator aggregator = RecordAggregator.create();
        List<AggregatedRecord> given = new ArrayList<>();
        assertThat(aggregator.clearAndGet()).isEmpty();
        aggregator.onRecordComplete(given::add, Runnable::run);
        aggregator.flush();
        aggregator.flush();
        assertThat(given).isEmpty();
        assertThat(aggregator.sizeBytes()).isZero();
    }

    @Test
    void lastRecordReachesTheCallbacksToo() {
        RecordAggregator aggregator = RecordAggregator.create();
        List<AggregatedRecord> given = new ArrayList<>();
        aggregator.onRecordComplete(given::add, Runnable::run);
        aggregator.addUserRecord("k", new byte[] {1});
        aggregator.flush();
        assertThat(given).hasSize(1);
        assertThat(aggregator.clearAndGet()).isEmpty();
    }
}
