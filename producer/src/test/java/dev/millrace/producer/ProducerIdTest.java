package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordTag;
import dev.millrace.record.RecordTooLargeException;
import dev.millrace.record.UserRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each record with its producer's id and a number. */
@ExtendWith(KinesisExtension.class)
class ProducerIdTest {

    private static final String ID = "writer-1";

    private final KinesisExtension.Kinesis kinesis;

    ProducerIdTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void recordsAreNumberedInEachStreamInTheOrderOfTheirAcceptance() {
        for (AggregationLayout layout : AggregationLayout.values()) {
            TestStream stream = kinesis.stream(3);
            TestStream other = kinesis.stream(1);
            try (Producer producer = builder().layout(layout).build()) {
                Puts puts = new Puts(producer, stream).some("many", 200);
                puts.put(UserRecord.of("own", HashKey.MAX, Texts.bytes("many-200")));
                Puts others = new Puts(producer, other).some("other", 1);
                producer.flush();
                puts.assertStoredOnceAsAnswered(stream.contents());
                others.assertStoredOnceAsAnswered(other.contents());
            }
            StreamContents contents = stream.contents();
            assertThat(contents.userRecords())
                    .hasSize(201)
                    .allSatisfy(found -> assertThat(found.tags())
                            .containsExactly(
                                    numbered(Integer.parseInt(found.text().substring(5)) + 1)));
            // One record alone in its stream is in a frame all the same.
            assertThat(other.contents().only().tags()).containsExactly(numbered(1));
            assertThat(other.contents().only().framed()).isTrue();
        }
    }

    @Test
    void recordThatIsSentAgainElsewhereKeepsItsNumber() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = builder()
                .layout(AggregationLayout.KPL)
                .shardMapRefresh(Duration.ofHours(1))
                .build()) {
            Await.result(producer.prepare(stream.name()));
            stream.split(stream.openShards().get(0));
            Puts puts = new Puts(producer, stream).some("moved", 100);
            producer.flush();
            puts.assertStoredAsAnswered(stream.contents());
        }
        Map<String, List<RecordTag>> tags = new HashMap<>();
        List<StreamContents.Found> found = stream.contents().userRecords();
        found.forEach(each -> assertThat(each.tags()).isEqualTo(tags.computeIfAbsent(each.text(), t -> each.tags())));
        assertThat(found).as("some were stored twice").hasSizeGreaterThan(100);
        assertThat(tags.values())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 100)
                        .mapToObj(number -> List.of(numbered(number)))
                        .toList());
    }

    @Test
    void tagsOfTheCallersStandBeforeTheNumber() {
        TestStream stream = kinesis.stream(1);
        RecordTag own = new RecordTag("trace", "4711");
        try (Producer producer = builder().build()) {
            Await.result(
                    producer.put(stream.name(), UserRecord.of("key", "data").withTags(List.of(own))));
        }
        assertThat(stream.contents().only().tags()).containsExactly(own, numbered(1));
    }

    @Test
    void tagsOfTheCallersNeedNoProducerId() {
        TestStream stream = kinesis.stream(1);
        List<RecordTag> own = List.of(new RecordTag("trace", null));
        try (Producer producer = Producer.builder(kinesis.client())
                .grouping(Grouping.NONE)
                .linger(Duration.ZERO)
                .build()) {
            Await.result(
                    producer.put(stream.name(), UserRecord.of("key", "data").withTags(own)));
        }
        assertThat(stream.contents().only().tags()).isEqualTo(own);
    }

    /** What fits does not hang on how many were put before. */
    @Test
    void largestRecordThatIsAcceptedIsTheSameForEveryNumberAndARefusedOneHasNone() {
        TestStream stream = kinesis.stream(1);
        int max = 10_000;
        // Frame, table entry, pin, lengths of record and data, indexes, mark, tag with nineteen digits, outer key.
        int beside = 20 + 3 + 40 + 3 + 3 + 4 + 7 + (6 + ID.length() + 19) + 1;
        assertThat(HashKey.ofPartitionKey("a").toString()).hasSize(38);
        try (Producer producer =
                builder().maxAggregateBytes(500).maxRecordBytes(max).build()) {
            for (int round = 0; round < 2; round++) {
                int refused = max - beside + 1;
                assertThatExceptionOfType(RecordTooLargeException.class)
                        .isThrownBy(() -> producer.put(stream.name(), "a", new byte[refused]));
                List<UserRecord> both = List.of(UserRecord.of("a", "fits"), UserRecord.of("a", new byte[refused]));
                assertThatExceptionOfType(RecordTooLargeException.class)
                        .isThrownBy(() -> producer.putAll(stream.name(), both));
                Await.result(producer.put(stream.name(), "a", new byte[refused - 1]));
            }
            Puts.assertNothingIsOutstanding(producer);
        }
        assertThat(stream.contents().userRecords())
                .extracting(StreamContents.Found::tags)
                .containsExactly(List.of(numbered(1)), List.of(numbered(2)));
    }

    @Test
    void streamThatPlacesRecordsItselfTakesNone() {
        TestStream stream = DistributionTest.placedByStream(kinesis);
        try (Producer producer = builder().build()) {
            Await.result(producer.prepare(stream.name()));
            Await.until("the strategy is known", () -> producer.isPlacedByStream(stream.name()));
            assertThatIllegalStateException()
                    .isThrownBy(() -> producer.put(stream.name(), "key", Texts.bytes("a")))
                    .withMessageContaining("places records itself");
            Puts.assertNothingIsOutstanding(producer);
        }
    }

    @Test
    void recordsUnderWayFailWhenTheStreamTurnsOutToPlaceThemItself() {
        TestStream stream = kinesis.stream(2);
        String first = stream.openShards().get(0).shardId();
        String second = stream.openShards().get(1).shardId();
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client());
        faulty.onPut(request -> PutFaults.rewrite(
                kinesis.client(),
                request,
                entry -> result -> result.toBuilder()
                        .shardId(result.shardId().equals(first) ? second : first)
                        .build()));
        try (Producer producer = Producer.builder(faulty)
                .producerId(ID)
                .linger(Duration.ofMillis(1))
                .build()) {
            Await.result(producer.prepare(stream.name()));
            PutFailedException failure = Await.putFailure(producer.put(stream.name(), "key", Texts.bytes("a")));
            assertThat(failure.reason()).isEqualTo(PutFailedException.Reason.REFUSED);
            assertThat(Puts.outcomes(failure.attempts())).containsExactly(Attempt.Outcome.MISPLACED);
            assertThat(failure).hasMessageContaining("places records itself");
        }
    }

    private static RecordTag numbered(long number) {
        return new RecordTag(ID, String.valueOf(number));
    }

    private ProducerBuilder builder() {
        return Producer.builder(kinesis.client()).producerId(ID).linger(Duration.ofMillis(1));
    }
}
