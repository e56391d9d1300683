package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.RecordKind;
import dev.millrace.record.RecordAggregator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

final class LosslessAggregatorUtilTest {

    private static final String LOWER_END = "170141183460469231731687303715884105727";
    private static final ByteBuffer ACROSS = Aggregates.of("here@0", "there@" + Aggregates.UPPER);

    private final List<KeptRecord> kept = new ArrayList<>();
    private final LosslessAggregatorUtil lossless = new LosslessAggregatorUtil(kept::add);

    @Test
    void plainRecordsStayAsTheyAre() {
        KinesisClientRecord record = record("17", StandardCharsets.UTF_8.encode("plain"));
        List<KinesisClientRecord> results = lossless.deaggregate(List.of(record));
        assertThat(results).hasSize(1);
        KinesisClientRecord result = results.get(0);
        assertThat(result.sequenceNumber()).isEqualTo("17");
        assertThat(result.partitionKey()).isEqualTo("outer");
        assertThat(result.approximateArrivalTimestamp()).isEqualTo(Instant.EPOCH);
        assertThat(result.data().position()).isZero();
        assertThat(text(result)).isEqualTo("plain");
        assertThat(result.aggregated()).isFalse();
        assertThat(result.explicitHashKey()).isNull();
        assertThat(((LosslessRecord) result).received().kind()).isEqualTo(RecordKind.PLAIN);
        assertThat(kept).isEmpty();
    }

    @Test
    void resultsAreTheLibrarysWhereItDropsNothing() {
        List<KinesisClientRecord> ours = lossless.deaggregate(plainAndAggregated());
        List<KinesisClientRecord> theirs = new AggregatorUtil().deaggregate(plainAndAggregated());
        assertThat(ours)
                .usingElementComparator((one, other) -> shown(one).compareTo(shown(other)))
                .isEqualTo(theirs);
        assertThat(ours).hasSize(4);
        assertThat(lossless.keptRecords()).isZero();
    }

    /** New buffers each time: the library moves them. */
    private static List<KinesisClientRecord> plainAndAggregated() {
        return List.of(
                record("17", StandardCharsets.UTF_8.encode("plain")),
                record("18", ACROSS),
                record("19", ByteBuffer.allocate(0)));
    }

    private static String shown(KinesisClientRecord record) {
        return record.sequenceNumber() + "/" + record.subSequenceNumber() + " " + record.partitionKey() + " "
                + record.explicitHashKey() + " " + record.aggregated() + " " + record.approximateArrivalTimestamp()
                + " " + record.encryptionType() + " " + text(record);
    }

    @Test
    void aggregateThatReachesOutOfTheRangeIsKeptAndCounted() {
        assertThat(new AggregatorUtil().deaggregate(List.of(record("17", ACROSS)), "0", LOWER_END))
                .isEmpty();
        assertThat(lossless.deaggregate(List.of(record("17", ACROSS)), "0", LOWER_END))
                .extracting(LosslessAggregatorUtilTest::text)
                .containsExactly("here", "there");
        assertThat(kept).containsExactly(new KeptRecord("17", 2, null));
        assertThat(lossless.keptRecords()).isEqualTo(2);
    }

    @Test
    void strictOneDropsWhatTheLibraryDrops() {
        LosslessAggregatorUtil strict = LosslessAggregatorUtil.strict();
        List<KinesisClientRecord> records = List.of(
                record("17", ACROSS),
                record("18", Aggregates.of("here@0")),
                record("19", Aggregates.withBadTableIndex()));
        assertThat(strict.deaggregate(records, "0", LOWER_END))
                .extracting(KinesisClientRecord::sequenceNumber)
                .containsExactly("18", "19");
    }

    @Test
    void corruptRecordIsPassedOnAsItIs() {
        ByteBuffer corrupt = Aggregates.withBadTableIndex();
        List<KinesisClientRecord> results = lossless.deaggregate(List.of(record("17", corrupt)), "0", LOWER_END);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).data()).isEqualTo(corrupt);
        assertThat(((LosslessRecord) results.get(0)).received().kind()).isEqualTo(RecordKind.CORRUPT);
        assertThat(kept).hasSize(1).allMatch(record -> record.corruptReason() != null);
        assertThat(lossless.keptRecords()).isEqualTo(1);
    }

    @Test
    void pinIsNoExplicitHashKey() {
        RecordAggregator aggregator = RecordAggregator.builder().build();
        aggregator.addUserRecord("one", "a");
        aggregator.addUserRecord("two", "b");
        ByteBuffer pinned = aggregator.clearAndGet().get(0).data();
        List<KinesisClientRecord> results = lossless.deaggregate(List.of(record("17", pinned)));
        assertThat(results).hasSize(2).allMatch(record -> record.explicitHashKey() == null);
        assertThat(results).extracting(KinesisClientRecord::partitionKey).containsExactly("one", "two");
        assertThat(((LosslessRecord) results.get(1)).received().pinned()).isTrue();
    }

    @Test
    void theLibraryMayTakeRecordsOutOfTheList() {
        List<KinesisClientRecord> results = lossless.deaggregate(List.of(record("17", ACROSS)));
        results.listIterator().next();
        results.remove(0);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).subSequenceNumber()).isEqualTo(1);
    }

    @Test
    void listenerThatFailsLosesNothing() {
        LosslessAggregatorUtil failing = new LosslessAggregatorUtil(record -> {
            throw new IllegalStateException("of a test");
        });
        assertThat(failing.deaggregate(List.of(record("17", ACROSS)), "0", LOWER_END))
                .hasSize(2);
    }

    @Test
    void recordWithoutArrivalTimeIsTakenToo() {
        KinesisClientRecord record = KinesisClientRecord.builder()
                .sequenceNumber("17")
                .partitionKey("outer")
                .data(ByteBuffer.allocate(1))
                .build();
        assertThat(lossless.deaggregate(List.of(record)))
                .singleElement()
                .matches(result -> result.approximateArrivalTimestamp() == null);
    }

    @Test
    void dataAreNotShownInText() {
        KinesisClientRecord result = lossless.deaggregate(
                        List.of(record("17", StandardCharsets.UTF_8.encode("secret"))))
                .get(0);
        assertThat(result.toString()).contains("17").doesNotContain("secret").doesNotContain("115");
    }

    private static KinesisClientRecord record(String sequenceNumber, ByteBuffer data) {
        return KinesisClientRecord.builder()
                .sequenceNumber(sequenceNumber)
                .partitionKey("outer")
                .approximateArrivalTimestamp(Instant.EPOCH)
                .data(data.duplicate())
                .build();
    }

    private static String text(KinesisClientRecord record) {
        return StandardCharsets.UTF_8.decode(record.data().duplicate()).toString();
    }
}
