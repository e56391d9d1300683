package dev.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseEventRecord;
import dev.millrace.lambda.firehose.FirehoseOptions;
import dev.millrace.lambda.firehose.FirehoseResponse;
import dev.millrace.lambda.firehose.FirehoseResponseRecord;
import dev.millrace.lambda.firehose.FirehoseTransformation;
import dev.millrace.lambda.firehose.Transformed;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.UserRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known faults of the aggregation libraries for Python, Node and Java in Lambda functions, which are not ours. */
final class KnownFaultsTest {

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return bytes;
    }

    /** Python and Node: the first hash key of the table is given to every record without one. */
    @Test
    void hashKeyIsNotGivenToRecordsThatHaveNone() {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(AggregationLayout.KPL).build();
        aggregator.addUserRecord(UserRecord.of("a", HashKey.MAX, "with"));
        aggregator.addUserRecord(UserRecord.of("b", "without"));
        KinesisEventRecord record =
                Events.record(1, "a", bytes(aggregator.clearAndGet().get(0).data()));

        assertThat(UserRecords.of(List.of(record)).stream().map(LambdaUserRecord::explicitHashKey))
                .containsExactly(HashKey.MAX, null);
    }

    /** Python: data are base64 as bytes, so the dictionary cannot be written as JSON. */
    @Test
    void dictionaryIsJson() throws IOException {
        String json = UserRecords.of(List.of(Events.aggregate(1, "a", "b")))
                .toList()
                .get(1)
                .toJson();

        assertThat(new ObjectMapper().readTree(json).at("/kinesis/data").textValue())
                .isEqualTo("Yg==");
    }

    /**
     * A bad index ends the batch in Go and, where the KCL cannot log it, in Java; in Python it loses the rest of the
     * record; in Node the key is undefined. Here: an index without a table, one of 2^32, a hash key without a table, a
     * message cut short.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1a050805" + "1a0178",
                "0a016b" + "1a09" + "088080808010" + "1a0178",
                "0a016b" + "1a07" + "08001005" + "1a0178",
                "0a016b" + "1a7f" + "0800"
            })
    void badRecordLosesNeitherItselfNorTheBatch(String message) {
        byte[] bad = Events.framed(HexFormat.of().parseHex(message));
        KinesisEvent event =
                Events.event(Events.plain(1, "before"), Events.record(2, "k", bad), Events.plain(3, "after"));
        List<byte[]> seen = new ArrayList<>();

        StreamsEventResponse response =
                EventProcessing.oneByOne(event, HandlerOptions.defaults(), null, record -> seen.add(record.bytes()));

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(seen)
                .containsExactly(
                        "before".getBytes(StandardCharsets.UTF_8), bad, "after".getBytes(StandardCharsets.UTF_8));
    }

    /** Java: event id, shard, source and region are lost, and a record without arrival time is a NullPointerException. */
    @Test
    void nothingThatTheEventTellsIsLost() {
        KinesisEventRecord source = Events.aggregate(1, "a");
        source.getKinesis().setApproximateArrivalTimestamp(null);

        LambdaUserRecord record = UserRecords.of(List.of(source)).toList().get(0);

        assertThat(record.approximateArrival()).isNull();
        assertThat(record.eventId()).isEqualTo("shardId-000000000006:1001");
        assertThat(record.shardId()).isEqualTo("shardId-000000000006");
        assertThat(record.eventSourceArn()).isNotNull();
        assertThat(record.awsRegion()).isEqualTo("us-east-2");
    }

    /** Powertools: identifiers of user records would be needed, or a failure in one thread gets lost. */
    @Test
    void identifierOfAFailureIsOneThatLambdaKnows() {
        KinesisEvent event = Events.event(Events.aggregate(1, "a", "b", "c"));

        StreamsEventResponse response = EventProcessing.oneByOne(event, HandlerOptions.defaults(), null, record -> {
            if (record.subSequenceNumber() == 2) {
                throw new IOException("made up");
            }
        });

        assertThat(response.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("1001");
    }

    /** Python: an event of Direct PUT is a KeyError, and several answers have one record id. */
    @Test
    void directPutOfAnAggregateHasOneAnswer() {
        FirehoseEventRecord source = new FirehoseEventRecord();
        source.setRecordId("id");
        source.setData(Events.aggregate(1, "a", "b", "c").getKinesis().getData());
        FirehoseEvent event = new FirehoseEvent();
        event.setRecords(List.of(source));

        FirehoseResponse response =
                FirehoseTransformation.apply(event, FirehoseOptions.defaults(), null, Transformed::unchanged);

        List<FirehoseResponseRecord> answers = Objects.requireNonNull(response.getRecords());
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).getRecordId()).isEqualTo("id");
        assertThat(answers.get(0).getData()).isEqualTo(ByteBuffer.wrap("a\nb\nc".getBytes(StandardCharsets.UTF_8)));
    }

    /** Java: an explicit hash key beyond 128 bits makes the whole record vanish. */
    @Test
    void hashKeyThatIsTooLargeDoesNotMakeTheRecordVanish() {
        // Key "k"; hash key 2^128; one record with index 0 of both, data "x".
        String tooLarge = "333430323832333636393230393338343633343633333734363037343331373638323131343536";
        byte[] bytes =
                Events.framed(HexFormat.of().parseHex("0a016b" + "1227" + tooLarge + "1a07" + "08001000" + "1a0178"));

        List<LambdaUserRecord> records =
                UserRecords.of(List.of(Events.record(1, "k", bytes))).toList();

        assertThat(records).hasSize(1);
        assertThat(records.get(0).kind()).isEqualTo(RecordKind.CORRUPT);
        assertThat(records.get(0).bytes()).isEqualTo(bytes);
    }

    /** Node: partition keys that look like whole numbers change places; an index of 0 counts as missing. */
    @Test
    void keysThatLookLikeNumbersStayWithTheirRecords() {
        KinesisEventRecord record = Events.aggregate(
                1, List.of(UserRecord.of("10", "ten"), UserRecord.of("2", "two"), UserRecord.of("0", "none")));

        assertThat(UserRecords.of(List.of(record)).stream()
                        .map(userRecord -> userRecord.partitionKey() + "=" + userRecord.text()))
                .containsExactly("10=ten", "2=two", "0=none");
    }

    /** Java: plain data are moved to the beginning of their buffer. Node: the record that came in is changed. */
    @Test
    void bytesOfTheEventAreLeftAsTheyAre() {
        KinesisEventRecord plain = Events.plain(1, "head-text");
        plain.getKinesis().getData().position(5);
        KinesisEventRecord aggregated = Events.aggregate(2, "a", "b");
        ByteBuffer before = aggregated.getKinesis().getData().duplicate();

        List<LambdaUserRecord> records =
                UserRecords.of(List.of(plain, aggregated)).toList();

        assertThat(records).extracting(LambdaUserRecord::text).containsExactly("text", "a", "b");
        assertThat(plain.getKinesis().getData().position()).isEqualTo(5);
        assertThat(aggregated.getKinesis().getData()).isEqualTo(before);
        assertThat(aggregated.getKinesis().getPartitionKey()).isEqualTo("a");
    }

    /** Node: where the user's code throws, the end is told twice, and it is called again. */
    @Test
    void codeThatThrowsIsNotCalledAgain() {
        List<String> seen = new ArrayList<>();

        StreamsEventResponse response = EventProcessing.oneByOne(
                Events.event(Events.aggregate(1, "a", "b", "c"), Events.plain(2, "d")),
                HandlerOptions.defaults(),
                null,
                record -> {
                    seen.add(record.text());
                    if (record.text().equals("b")) {
                        throw new IOException("made up");
                    }
                });

        assertThat(seen).containsExactly("a", "b");
        assertThat(response.getBatchItemFailures()).hasSize(1);
    }

    /** Python's sample answers with user records, so that record ids are missing or come twice. */
    @Test
    void everyRecordIdIsAnsweredThoughOneTransformationThrowsAndOneReturnsNothing() {
        List<FirehoseEventRecord> sources = new ArrayList<>();
        for (String id : List.of("one", "two", "three")) {
            FirehoseEventRecord source = new FirehoseEventRecord();
            source.setRecordId(id);
            source.setData(ByteBuffer.wrap(id.getBytes(StandardCharsets.UTF_8)));
            sources.add(source);
        }
        FirehoseEvent event = new FirehoseEvent();
        event.setRecords(sources);

        FirehoseResponse response = FirehoseTransformation.apply(event, FirehoseOptions.defaults(), null, record -> {
            if (record.text().equals("two")) {
                throw new IllegalStateException("made up");
            }
            return record.text().equals("three") ? Transformed.dropped() : Transformed.unchanged(record);
        });

        assertThat(Objects.requireNonNull(response.getRecords()))
                .extracting(FirehoseResponseRecord::getRecordId)
                .containsExactly("one", "two", "three");
    }
}
