package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is put into an aggregator comes out of the records that it finishes, once and in order. */
class RoundTripTest {

    private static final int ROUNDS = 300;
    private static final int MOST_BYTES_PER_ROUND = 300_000;

    private int aggregates;
    private int plainRecords;
    private int refusals;

    @Test
    void everythingAcceptedComesOutOnceAndInOrder() {
        Seeds.rounds(ROUNDS, random -> new Round(random).run());
        assertThat(aggregates).as("aggregates").isGreaterThan(ROUNDS);
        assertThat(plainRecords).as("plain records").isGreaterThan(ROUNDS);
        assertThat(refusals).as("refusals").isGreaterThan(ROUNDS);
    }

    /** One aggregator with random options, fed until it has seen enough. */
    private final class Round {
        final SplittableRandom random;
        final AggregationLayout layout;
        final AggregationGrouping grouping;
        final int maxSizeBytes;
        final RecordAggregator aggregator;

        /** The same options without a limit that matters. */
        final Supplier<RecordAggregator> unlimited;

        final List<String> partitionKeys = new ArrayList<>();
        final List<HashKey> ownHashKeys = new ArrayList<>();

        /** What was accepted and is yet to come out, by what keeps its order. */
        final Map<Object, Deque<UserRecord>> expected = new HashMap<>();

        Round(SplittableRandom random) {
            this.random = random;
            this.layout = random.nextBoolean() ? AggregationLayout.PINNED : AggregationLayout.KPL;
            this.grouping = random.nextBoolean() ? AggregationGrouping.NONE : AggregationGrouping.PARTITION_KEY;
            this.maxSizeBytes = 64 + random.nextInt(1 << (4 + random.nextInt(15))) % 199_937;
            RecordAggregator.Builder options =
                    RecordAggregator.builder().layout(layout).grouping(grouping).maxOpenGroups(1 + random.nextInt(20));
            if (random.nextBoolean()) {
                options.frameLoneRecords(random.nextBoolean());
            }
            this.aggregator = options.maxSizeBytes(maxSizeBytes).build();
            this.unlimited = () ->
                    options.maxSizeBytes(RecordAggregator.LARGEST_MAX_SIZE).build();
            int mostUnits = random.nextBoolean() ? 10 : 256;
            for (int left = 1 + random.nextInt(random.nextBoolean() ? 3 : 300); left > 0; left--) {
                partitionKeys.add(RandomRecords.partitionKey(random, mostUnits));
            }
            for (int left = random.nextInt(40); left > 0; left--) {
                boolean pin = random.nextInt(4) == 0;
                ownHashKeys.add(pin ? HashKey.ofPartitionKey(any(partitionKeys)) : RandomRecords.hashKey(random));
            }
        }

        void run() {
            int bytes = 0;
            for (int i = 0; i < 500 && bytes < MOST_BYTES_PER_ROUND; i++) {
                UserRecord record = userRecord();
                bytes += record.dataLength();
                try {
                    aggregator.addUserRecord(record).ifPresent(this::take);
                    expected.computeIfAbsent(order(record), key -> new ArrayDeque<>())
                            .add(record);
                } catch (RecordTooLargeException e) {
                    checkRefusal(record, e);
                }
                if (random.nextInt(100) == 0) {
                    clear();
                }
            }
            clear();
            assertThat(expected.values()).allSatisfy(left -> assertThat(left).isEmpty());
        }

        private UserRecord userRecord() {
            @Nullable HashKey own = !ownHashKeys.isEmpty() && random.nextInt(4) == 0 ? any(ownHashKeys) : null;
            int length = switch (random.nextInt(16)) {
                case 0 -> 0;
                case 1 -> random.nextInt(maxSizeBytes);
                case 2 -> Math.max(0, maxSizeBytes - random.nextInt(150));
                case 3, 4, 5 -> random.nextInt(200);
                default -> random.nextInt(20);
            };
            byte[] data =
                    random.nextInt(50) == 0 ? RandomRecords.aggregate(random) : RandomRecords.bytes(random, length);
            return UserRecord.of(any(partitionKeys), own, data).withTags(RandomRecords.tags(random));
        }

        private <T> T any(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        /** Records that share this keep their order. */
        private Object order(UserRecord record) {
            @Nullable HashKey own = layout == AggregationLayout.PINNED ? record.explicitHashKey() : null;
            Object key = grouping == AggregationGrouping.PARTITION_KEY ? record.partitionKey() : "any";
            return own == null ? key : List.of(key, own);
        }

        private void clear() {
            long sizeBytes = aggregator.sizeBytes();
            int count = aggregator.userRecordCount();
            List<AggregatedRecord> finished = aggregator.clearAndGet();
            assertThat(finished.stream().mapToLong(AggregatedRecord::sizeBytes).sum())
                    .isEqualTo(sizeBytes);
            assertThat(finished.stream()
                            .mapToInt(AggregatedRecord::userRecordCount)
                            .sum())
                    .isEqualTo(count);
            assertThat(aggregator.sizeBytes()).isZero();
            assertThat(aggregator.userRecordCount()).isZero();
            finished.forEach(this::take);
        }

        private void take(AggregatedRecord record) {
            assertThat(record.sizeBytes()).isEqualTo(record.data().remaining());
            assertThat(record.putSizeBytes()).isLessThanOrEqualTo(maxSizeBytes);
            List<UserRecord> userRecords = ReadBack.userRecords(record);
            assertThat(record.userRecordCount()).isEqualTo(userRecords.size());
            if (ReadBack.isPlain(record)) {
                plainRecords++;
                checkPlain(record, userRecords.get(0));
            } else {
                aggregates++;
                checkHashKeys(record, ReadBack.aggregated(record).userRecords());
                userRecords.forEach(
                        userRecord -> assertThat(nextExpected(userRecord)).isEqualTo(userRecord));
            }
        }

        private UserRecord nextExpected(UserRecord like) {
            return expected.getOrDefault(order(like), new ArrayDeque<>()).remove();
        }

        /** In KPL layout a plain record names its hash whether the caller gave one or not. */
        private void checkPlain(AggregatedRecord record, UserRecord userRecord) {
            UserRecord put = nextExpected(userRecord);
            assertThat(userRecord.partitionKey()).isEqualTo(put.partitionKey());
            assertThat(userRecord.data()).isEqualTo(put.data());
            assertThat(put.tags()).as("a plain record has none").isEmpty();
            assertThat(record.explicitHashKey())
                    .isEqualTo(layout == AggregationLayout.KPL ? put.hashKey() : put.explicitHashKey());
            assertThat(record.hashKeys()).isEqualTo(HashKeyRange.only(put.hashKey()));
        }

        private void checkHashKeys(AggregatedRecord record, List<StoredUserRecord> userRecords) {
            assertThat(userRecords.get(0).hashKey()).isEqualTo(record.explicitHashKey());
            assertThat(userRecords)
                    .allSatisfy(userRecord -> assertThat(record.hashKeys().contains(userRecord.hashKey()))
                            .isTrue());
            if (layout == AggregationLayout.PINNED) {
                assertThat(record.hashKeys().start()).isEqualTo(record.explicitHashKey());
                assertThat(record.hashKeys().end()).isEqualTo(record.explicitHashKey());
            }
        }

        private void checkRefusal(UserRecord record, RecordTooLargeException refusal) {
            refusals++;
            RecordAggregator alone = unlimited.get();
            alone.addUserRecord(record);
            int putSizeBytes = alone.clearAndGet().get(0).putSizeBytes();
            assertThat(putSizeBytes).isGreaterThan(maxSizeBytes).isEqualTo(refusal.sizeBytes());
        }
    }
}
