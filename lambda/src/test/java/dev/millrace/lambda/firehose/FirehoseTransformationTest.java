package dev.millrace.lambda.firehose;

import static dev.millrace.lambda.firehose.FirehoseEvents.outcomes;
import static dev.millrace.lambda.firehose.FirehoseEvents.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lambda.Events;
import dev.millrace.lambda.RecordingContext;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.UserRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FirehoseTransformationTest {

    private final RecordingContext context = new RecordingContext();

    private FirehoseResponse apply(FirehoseEvent event, FirehoseOptions options, RecordTransformer transformer) {
        return FirehoseTransformation.apply(event, options, context, transformer);
    }

    private static Transformed upper(FirehoseRecord record) {
        return Transformed.ok(record.text().toUpperCase(Locale.ROOT));
    }

    private static byte[] aggregate(String... texts) {
        RecordAggregator aggregator = RecordAggregator.create();
        for (String text : texts) {
            aggregator.addUserRecord(UserRecord.of("key-" + text, text));
        }
        ByteBuffer data = aggregator.clearAndGet().get(0).data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    @Test
    void everyRecordIsAnsweredOnceWhateverTheTransformationDoes() {
        FirehoseEvent event = FirehoseEvents.event(
                "ok", "drop", "fail", "null", "checked", "unchecked", "assert", "deep", "missing", "last");

        FirehoseResponse response = apply(event, FirehoseOptions.defaults(), record -> switch (record.text()) {
            case "drop" -> Transformed.dropped();
            case "fail" -> Transformed.failed("not for us");
            case "null" -> nothing();
            case "checked" -> throw new IOException("made up");
            case "unchecked" -> throw new IllegalStateException("made up");
            case "assert" -> throw new AssertionError("made up");
            case "deep" -> throw new StackOverflowError();
            case "missing" -> throw new NoClassDefFoundError("some/Type");
            default -> upper(record);
        });

        assertThat(outcomes(response))
                .containsExactly(
                        "Ok:OK",
                        "Dropped",
                        "ProcessingFailed",
                        "ProcessingFailed",
                        "ProcessingFailed",
                        "ProcessingFailed",
                        "ProcessingFailed",
                        "ProcessingFailed",
                        "ProcessingFailed",
                        "Ok:LAST");
        assertThat(records(response))
                .extracting(FirehoseResponseRecord::getRecordId)
                .containsExactly("id-0", "id-1", "id-2", "id-3", "id-4", "id-5", "id-6", "id-7", "id-8", "id-9");
        assertThat(context.log())
                .contains("recordId=id-2")
                .contains("not for us")
                .contains("returned null")
                .contains("java.io.IOException: made up");
    }

    @SuppressWarnings("NullAway")
    private static Transformed nothing() {
        return null;
    }

    @Test
    void aggregatedRecordOfDirectPutIsTransformedPieceByPieceAndJoined() {
        FirehoseEvent event =
                FirehoseEvents.event(List.of(aggregate("a", "b", "c"), "plain".getBytes(StandardCharsets.UTF_8)));

        assertThat(outcomes(apply(event, FirehoseOptions.defaults(), FirehoseTransformationTest::upper)))
                .containsExactly("Ok:A\nB\nC", "Ok:PLAIN");
        assertThat(outcomes(apply(
                        event,
                        FirehoseOptions.defaults().delimiter("|").newline(true),
                        FirehoseTransformationTest::upper)))
                .containsExactly("Ok:A|B|C\n", "Ok:PLAIN\n");
        assertThat(records(apply(event, FirehoseOptions.defaults().deaggregate(false), Transformed::unchanged))
                        .get(0)
                        .getData())
                .isEqualTo(ByteBuffer.wrap(aggregate("a", "b", "c")));
    }

    @Test
    void userRecordsShareTheFateOfTheirRecord() {
        FirehoseEvent event = FirehoseEvents.event(
                List.of(aggregate("a", "drop", "c"), aggregate("drop", "drop"), aggregate("a", "fail", "c")));

        FirehoseResponse response = apply(event, FirehoseOptions.defaults(), record -> switch (record.text()) {
            case "drop" -> Transformed.dropped();
            case "fail" -> throw new IOException("made up");
            default -> upper(record);
        });

        assertThat(outcomes(response)).containsExactly("Ok:A\nC", "Dropped", "ProcessingFailed");
    }

    @Test
    void userRecordsOfOneRecordCannotGoToSeveralPlaces() {
        FirehoseEvent event = FirehoseEvents.event(List.of(aggregate("a", "b"), aggregate("a", "a")));

        FirehoseResponse response = apply(
                event,
                FirehoseOptions.defaults(),
                record -> Transformed.unchanged(record).partitionKey("text", record.text()));

        assertThat(outcomes(response)).containsExactly("ProcessingFailed", "Ok:a\na");
        assertThat(context.log()).contains("different partition keys or tables");
    }

    @Test
    void corruptAggregateFailsAndEmptyOneIsDropped() {
        FirehoseEvent event =
                FirehoseEvents.event(List.of(Events.corruptBytes(), Events.framed(new byte[] {0x0a, 1, 'k'})));

        assertThat(outcomes(apply(event, FirehoseOptions.defaults(), FirehoseTransformationTest::upper)))
                .containsExactly("ProcessingFailed", "Dropped");
        assertThat(context.log()).contains("aggregated record is corrupt");
    }

    @Test
    void exactlyOneNewlineIsAtTheEndWhereAskedFor() {
        FirehoseEvent event = FirehoseEvents.event("a", "b\n", "c\n\n\n", "", "\n", "d\ne");

        assertThat(outcomes(apply(event, FirehoseOptions.defaults().newline(true), Transformed::unchanged)))
                .containsExactly("Ok:a\n", "Ok:b\n", "Ok:c\n", "Ok:\n", "Ok:\n", "Ok:d\ne\n");
        assertThat(outcomes(apply(event, FirehoseOptions.defaults(), Transformed::unchanged)))
                .containsExactly("Ok:a", "Ok:b\n", "Ok:c\n\n\n", "Ok:", "Ok:\n", "Ok:d\ne");
    }

    @Test
    void partitionKeysAndTableStandInTheMetadata() {
        FirehoseResponse response = apply(
                FirehoseEvents.event("a"),
                FirehoseOptions.defaults(),
                record -> Transformed.json(Map.of("n", 1))
                        .partitionKey("customer", "7")
                        .table("db", "orders", Transformed.Operation.UPDATE));

        FirehoseResponseMetadata metadata = records(response).get(0).getMetadata();
        assertThat(metadata).isNotNull();
        assertThat(metadata.getPartitionKeys()).isEqualTo(Map.of("customer", "7"));
        OtfMetadata table = metadata.getOtfMetadata();
        assertThat(table).isNotNull();
        assertThat(table.getDestinationDatabaseName()).isEqualTo("db");
        assertThat(table.getDestinationTableName()).isEqualTo("orders");
        assertThat(table.getOperation()).isEqualTo("update");
        assertThat(outcomes(response)).containsExactly("Ok:{\"n\":1}");
    }

    @Test
    void recordOfAStreamTellsItsSource() {
        FirehoseEvent event = FirehoseEvents.event("{\"a\": [1, 2]}");
        FirehoseSourceMetadata metadata = new FirehoseSourceMetadata();
        metadata.setPartitionKey("key");
        metadata.setSequenceNumber("4959");
        metadata.setSubsequenceNumber("2");
        metadata.setShardId("shardId-000000000000");
        event.setSourceKinesisStreamArn("arn:aws:kinesis:us-east-1:123456789012:stream/source");
        FirehoseEventRecord source = FirehoseEvents.record(event, 0);
        source.setKinesisRecordMetadata(metadata);

        apply(event, FirehoseOptions.defaults(), record -> {
            assertThat(record.partitionKey()).isEqualTo("key");
            assertThat(record.sequenceNumber()).isEqualTo("4959");
            assertThat(record.json()).isEqualTo(Map.of("a", List.of(1L, 2L)));
            assertThat(record.approximateArrival()).isEqualTo(Instant.ofEpochMilli(1_495_072_949_453L));
            return Transformed.unchanged(record);
        });

        assertThat(context.log()).isEmpty();
    }

    @Test
    void arrivalIsReadAsNumberAndAsText() {
        Instant expected = Instant.ofEpochMilli(1_495_072_949_453L);
        for (Object written : List.of(1_495_072_949_453L, 1_495_072_949_453.0, "1495072949453", expected.toString())) {
            assertThat(ArrivalTime.parse(written)).isEqualTo(expected);
        }
        assertThat(ArrivalTime.parse(null)).isNull();
        assertThatThrownBy(() -> ArrivalTime.parse("yesterday"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value=yesterday");
    }

    @Test
    void eventsThatCannotBeAnsweredRightAreRefused() {
        FirehoseEvent twice = FirehoseEvents.event("a", "b");
        FirehoseEvents.record(twice, 1).setRecordId("id-0");
        FirehoseEvent nameless = FirehoseEvents.event("a");
        FirehoseEvents.record(nameless, 0).setRecordId(null);
        FirehoseEvent empty = FirehoseEvents.event("a");
        FirehoseEvents.record(empty, 0).setData(null);

        for (Map.Entry<FirehoseEvent, String> wrong : Map.of(
                        twice,
                        "record id twice: recordId=id-0: index=1",
                        nameless,
                        "record without id: index=0",
                        empty,
                        "record without data: recordId=id-0",
                        new FirehoseEvent(),
                        "no event of Firehose or Analytics: it has no 'records'")
                .entrySet()) {
            assertThatThrownBy(() -> apply(wrong.getKey(), FirehoseOptions.defaults(), Transformed::unchanged))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(wrong.getValue());
        }
    }

    @Test
    void defaultsAreAsDocumented() {
        assertThat(FirehoseOptions.defaults())
                .isEqualTo(new FirehoseOptions(false, true, "\n", 6_000_000, new OverBudget.Fail()));
    }
}
