package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong with the Python package aws_kinesis_agg 1.2.3, beside {@link ReaderFaultsTest}. */
class PythonFaultsTest {

    private static final int MAX = 64 * 1024;

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void payloadJustBelowTheMaximumIsNeitherLostNorGivenAsAnEmptyRecord(AggregationLayout layout) {
        for (int length = MAX - 120; length <= MAX; length++) {
            List<AggregatedRecord> given = new ArrayList<>();
            RecordAggregator aggregator = framed(layout).maxSizeBytes(MAX).build();
            aggregator.onRecordComplete(given::add, Runnable::run);
            aggregator.addUserRecord("before", new byte[] {1});
            UserRecord record = UserRecord.of("k", new byte[length]);
            boolean accepted = accepts(aggregator, record);
            aggregator.addUserRecord("after", new byte[] {2});
            aggregator.flush();

            List<UserRecord> expected = new ArrayList<>();
            expected.add(UserRecord.of("before", new byte[] {1}));
            if (accepted) {
                expected.add(record);
            }
            expected.add(UserRecord.of("after", new byte[] {2}));
            assertThat(given).allSatisfy(each -> {
                assertThat(each.userRecordCount()).isPositive();
                assertThat(each.putSizeBytes()).isLessThanOrEqualTo(MAX);
            });
            assertThat(given.stream().flatMap(each -> ReadBack.userRecords(each).stream()))
                    .as("payload of %d bytes", length)
                    .containsExactlyElementsOf(expected);
        }
    }

    private static boolean accepts(RecordAggregator aggregator, UserRecord record) {
        try {
            aggregator.addUserRecord(record);
            return true;
        } catch (RecordTooLargeException e) {
            return false;
        }
    }

    @Test
    void bytesOfAKeyAreCountedOnceForAllRecordsThatHaveIt() {
        RecordAggregator aggregator = framed(AggregationLayout.KPL).build();
        for (int i = 0; i < 100; i++) {
            // A new text each time, so that no identity helps.
            aggregator.addUserRecord("k".repeat(100), new byte[1]);
        }
        assertThat(aggregator.sizeBytes()).isEqualTo(822);
        assertThat(aggregator.clearAndGet().get(0).data().remaining()).isEqualTo(822);
    }

    @Test
    void explicitHashKeyMayBeANumber() {
        BigInteger number = BigInteger.TWO.pow(127).add(BigInteger.TEN);
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("k", HashKey.of(number), new byte[1]);
        AggregatedRecord record = aggregator.clearAndGet().get(0);
        assertThat(record.explicitHashKey()).hasToString(number.toString());
        assertThat(ReadBack.userRecords(record).get(0).explicitHashKey()).isEqualTo(HashKey.of(number));
    }

    @Test
    void emptyTextIsNoExplicitHashKey() {
        assertThatThrownBy(() -> HashKey.parse("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aggregatorServesAgainAfterItWasCleared() {
        RecordAggregator aggregator = RecordAggregator.create();
        for (byte i = 0; i < 3; i++) {
            byte[] data = {i};
            aggregator.addUserRecord("k" + i, data);
            assertThat(aggregator.clearAndGet().stream().flatMap(each -> ReadBack.userRecords(each).stream()))
                    .containsExactly(UserRecord.of("k" + i, data));
            aggregator.clearAndTakeApart();
        }
    }

    @Test
    void finishedRecordDoesNotChangeWithTheAggregator() {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("k", new byte[] {1});
        AggregatedRecord finished = aggregator.clearAndGet().get(0);
        ByteBuffer before = ByteBuffer.wrap(ReadBack.bytes(finished.data()));
        aggregator.addUserRecord("l", new byte[] {2});
        aggregator.clearAndGet();
        assertThat(finished.data()).isEqualTo(before);
    }

    @Test
    void callbackRunsOnOneThreadAtATimeAndInOrder() throws InterruptedException {
        RecordAggregator aggregator =
                framed(AggregationLayout.PINNED).maxSizeBytes(200).build();
        List<String> keys = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        aggregator.onRecordComplete(record -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            keys.add(record.partitionKey());
            atOnce.decrementAndGet();
        });
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            expected.add("k" + i);
            aggregator.addUserRecord("k" + i, new byte[100]);
        }
        aggregator.flush();
        assertThat(aggregator.awaitCallbacks(Duration.ofMinutes(1))).isTrue();
        assertThat(keys).containsExactlyElementsOf(expected);
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void lengthOfKeysAndRangeOfHashKeysAreChecked() {
        assertThatThrownBy(() -> UserRecord.of("k".repeat(257), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UserRecord.of("", new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HashKey.of(BigInteger.TWO.pow(128))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HashKey.of(BigInteger.ONE.negate())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void outerKeyOf256CharactersIsCountedInTheLimit(AggregationLayout layout) {
        RecordAggregator aggregator = framed(layout).maxSizeBytes(MAX).build();
        List<AggregatedRecord> finished = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            aggregator.addUserRecord("k".repeat(256), new byte[100]).ifPresent(finished::add);
        }
        assertThat(finished).hasSizeGreaterThan(1).allSatisfy(record -> {
            int whole = record.data().remaining() + record.partitionKey().length();
            // The next record would have taken 107 or 109 bytes.
            assertThat(whole).isBetween(MAX - 108, MAX);
        });
    }

    private static RecordAggregator.Builder framed(AggregationLayout layout) {
        return RecordAggregator.builder().layout(layout).frameLoneRecords(true);
    }
}
