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
}
