package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong with the Node package aws-kinesis-agg 4.2.7, beside {@link ReaderFaultsTest}. */
class NodeFaultsTest {

    private static final String WIDE_KEY = "\u00E9".repeat(200);
    private static final HashKey OWN = HashKey.of(0, 42);

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void keysThatLookLikeIntegersAreNotSwapped(AggregationLayout layout) {
        RecordAggregator aggregator = RecordAggregator.builder().layout(layout).build();
        List<UserRecord> put = new ArrayList<>();
        for (String key : List.of("10", "2", "x", "1", "-1", "007", "7", "4294967295", "0", "10")) {
            put.add(UserRecord.of(key, "data of " + key));
        }
        put.forEach(aggregator::addUserRecord);
        assertThat(ReadBack.userRecords(aggregator.clearAndGet().get(0))).isEqualTo(put);
    }

    @Test
    void explicitHashKeysThatAreSmallIntegersAreNotSwapped() {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(AggregationLayout.KPL).build();
        List<UserRecord> put = new ArrayList<>();
        for (int number : new int[] {10, 2, 0, 1, 10}) {
            put.add(UserRecord.of("k", HashKey.of(0, number), "data of " + number));
        }
        put.add(UserRecord.of("k", "none"));
        put.forEach(aggregator::addUserRecord);
        assertThat(ReadBack.userRecords(aggregator.clearAndGet().get(0))).isEqualTo(put);
    }

    @Test
    void indexZeroIsAnIndex() {
        byte[] data = HandMade.frame(HandMade.hex(
                "0A 01 61", // partition key table, entry 0: a
                "12 01 30", // explicit hash key table, entry 0: 0
                "1A 06 08 00 10 00 1A 00")); // record: both indexes 0, no data
        StoredUserRecord record =
                ReadBack.aggregated(ByteBuffer.wrap(data)).userRecords().get(0);
        assertThat(record.partitionKey()).isEqualTo("a");
        assertThat(record.explicitHashKey()).isEqualTo(HashKey.MIN);
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void sizesAreBytesAndNotCharacters(AggregationLayout layout) {
        int limit = 100_000;
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(layout).maxSizeBytes(limit).build();
        List<AggregatedRecord> finished = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String key = WIDE_KEY.substring(3) + String.valueOf(1000 + i).substring(1);
            aggregator.addUserRecord(key, WIDE_KEY).ifPresent(finished::add);
        }
        finished.addAll(aggregator.clearAndGet());
        assertThat(finished).hasSizeGreaterThan(2).allSatisfy(record -> {
            int outerKey = record.partitionKey().getBytes(StandardCharsets.UTF_8).length;
            assertThat(record.data().remaining() + outerKey).isLessThanOrEqualTo(limit);
        });
        assertThat(finished.stream().mapToInt(AggregatedRecord::userRecordCount).sum())
                .isEqualTo(1_000);
    }

    @Test
    void explicitHashKeyOfALaterRecordIsNotOverlooked() {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(AggregationLayout.KPL).build();
        aggregator.addUserRecord("a", new byte[1]);
        aggregator.addUserRecord("b", OWN, new byte[1]);
        AggregatedRecord record = aggregator.clearAndGet().get(0);
        assertThat(ReadBack.userRecords(record))
                .extracting(UserRecord::explicitHashKey)
                .containsExactly(null, OWN);
        assertThat(record.hashKeys().contains(OWN)).isTrue();
    }

    @Test
    void outerExplicitHashKeyIsGivenForThePut() {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("a", new byte[1]);
        assertThat(aggregator.clearAndGet().get(0).explicitHashKey()).isEqualTo(HashKey.ofPartitionKey("a"));
        aggregator.addUserRecord("a", OWN, new byte[1]);
        assertThat(aggregator.clearAndGet().get(0).explicitHashKey()).isEqualTo(OWN);
    }

    @Test
    void callbackThatThrowsIsNotGivenARecordTwiceAndFailureIsReportedOnce() {
        List<AggregatedRecord> given = new ArrayList<>();
        List<AggregatedRecord> failed = new ArrayList<>();
        RecordAggregator aggregator = RecordAggregator.builder()
                .maxSizeBytes(200)
                .onCallbackError((record, failure) -> {
                    assertThat(failure).hasMessage("refused");
                    failed.add(record);
                })
                .build();
        aggregator.onRecordComplete(
                record -> {
                    given.add(record);
                    if (given.size() == 2) {
                        throw new IllegalStateException("refused");
                    }
                },
                Runnable::run);
        for (int i = 0; i < 4; i++) {
            aggregator.addUserRecord("k" + i, new byte[100]);
        }
        aggregator.flush();
        assertThat(given).extracting(AggregatedRecord::partitionKey).containsExactly("k0", "k1", "k2", "k3");
        assertThat(failed).containsExactly(given.get(1));
    }

    @Test
    void inputIsNotChanged() {
        byte[] payload = {1, 2, 3, 4};
        ByteBuffer buffer = ByteBuffer.wrap(payload).position(1).limit(3);
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("k", buffer);
        aggregator.addUserRecord("k", OWN, buffer);
        aggregator.clearAndGet();
        assertThat(buffer).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        assertThat(buffer.position()).isEqualTo(1);
        assertThat(payload).containsExactly(1, 2, 3, 4);
    }

    @Test
    void recordThatIsTakenApartIsNotChanged() {
        Seeds.rounds(200, random -> {
            byte[] data = RandomRecords.aggregate(random);
            ByteBuffer buffer =
                    ByteBuffer.wrap(HandMade.concat(new byte[3], data)).position(3);
            RecordDeaggregator.create().deaggregate(buffer);
            assertThat(buffer.position()).isEqualTo(3);
            assertThat(ReadBack.bytes(buffer)).isEqualTo(data);
        });
    }
}
