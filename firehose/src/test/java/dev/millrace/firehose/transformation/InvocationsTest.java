package dev.millrace.firehose.transformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseEventRecord;
import dev.millrace.lambda.firehose.FirehoseResponse;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Firehose's rules, answer by answer. Functions are texts of JSON, as they come from Lambda. */
class InvocationsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";

    private final List<FirehoseEvent> events = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    /** A function that answers as told, by the number of the attempt. */
    private Transformation answering(Function<FirehoseEvent, String> answer) {
        return new Answering(answer);
    }

    private final class Answering implements Transformation {

        private final Function<FirehoseEvent, String> answer;

        Answering(Function<FirehoseEvent, String> answer) {
            this.answer = answer;
        }

        @Override
        public String functionArn() {
            return ARN;
        }

        @Override
        public FirehoseResponse invoke(FirehoseEvent event, Duration timeout) throws TransformationException {
            events.add(event);
            sent.add(EventJson.write(event));
            String text = answer.apply(event);
            // Functions may do that.
            for (FirehoseEventRecord record : Objects.requireNonNull(event.getRecords())) {
                Objects.requireNonNull(record.getData()).position(1);
            }
            if (text.isEmpty()) {
                throw FunctionErrors.timedOut(ARN, timeout, null);
            }
            return ResponseJson.read(text);
        }

        @Override
        public void close() {}
    }

    private Invocations invocations(Transformation transformation) {
        return new Invocations(
                transformation,
                TransformationSettings.defaults(),
                EventSource.ofStream("arn:aws:firehose:eu-west-1:111122223333:deliverystream/d", "words"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                pause -> {
                    pauses.add(pause);
                    return false;
                });
    }

    private static SourceRecord record(int number, String text) {
        return new SourceRecord(
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                NOW.minusSeconds(number),
                new SourcePlace("shardId-0", "key\"" + number, new ExtendedSequenceNumber("1" + number, number)));
    }

    private static List<SourceRecord> three() {
        return List.of(record(0, "zero"), record(1, "one"), record(2, "two"));
    }

    private static String id(FirehoseEvent event, int index) {
        return Objects.requireNonNull(
                Objects.requireNonNull(event.getRecords()).get(index).getRecordId());
    }

    private static String answer(String id, String result, String text) {
        return "{\"recordId\":\"" + id + "\",\"result\":\"" + result + "\",\"data\":\""
                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\"}";
    }

    private static String answers(String... answers) {
        return "{\"records\":[" + String.join(",", answers) + "]}";
    }

    /** All records answered with Ok, and then some. */
    private static String all(FirehoseEvent event, String... more) {
        int count = Objects.requireNonNull(event.getRecords()).size();
        return answers(Stream.concat(
                        IntStream.range(0, count).mapToObj(i -> answer(id(event, i), "Ok", "new" + i)), Stream.of(more))
                .toArray(String[]::new));
    }

    private List<Outcome> outcomes(Function<FirehoseEvent, String> answer) throws InterruptedException {
        return invocations(answering(answer)).invoke(three());
    }

    private void assertAllFailed(List<Outcome> outcomes, String code, int attempts) {
        assertThat(outcomes).hasSize(3).allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            Outcome.Failed failed = (Outcome.Failed) outcome;
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.attempts()).isEqualTo(attempts);
            assertThat(failed.end()).isEqualTo(NOW);
        });
        assertThat(events).hasSize(attempts);
    }

    @Test
    void everyRecordHasTheOutcomeThatItsAnswerSays() throws Exception {
        List<Outcome> outcomes = outcomes(event -> answers(
                answer(id(event, 2), "Ok", "2"),
                answer(id(event, 0), "Dropped", ""),
                "{\"recordId\":\"" + id(event, 1) + "\",\"result\":\"ProcessingFailed\"}"));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Dropped());
        assertThat(outcomes.get(1))
                .isEqualTo(new Outcome.Failed(
                        "Lambda.ProcessingFailedStatus", "the function answered that the record failed", 1, NOW));
        assertThat(outcomes.get(2))
                .isEqualTo(new Outcome.Delivered(ByteBuffer.wrap("2".getBytes(StandardCharsets.UTF_8)), Map.of()));
    }

    @Test
    void eventHasTheServicesShape() throws Exception {
        List<Outcome> unused = outcomes(InvocationsTest::all);

        FirehoseEvent event = events.get(0);
        String id = event.getInvocationId();
        assertThat(EventJson.write(invocations(answering(InvocationsTest::all)).event(String.valueOf(id), three())))
                .isEqualTo("{\"invocationId\":\"" + id + "\","
                        + "\"deliveryStreamArn\":\"arn:aws:firehose:eu-west-1:111122223333:deliverystream/d\","
                        + "\"sourceKinesisStreamArn\":\"arn:aws:kinesis:eu-west-1:111122223333:stream/words\","
                        + "\"region\":\"eu-west-1\",\"records\":["
                        + Stream.of("0,emVybw==", "1,b25l", "2,dHdv")
                                .map(record -> record.split(","))
                                .map(record -> "{\"recordId\":\"" + id + "-" + record[0] + "\","
                                        + "\"approximateArrivalTimestamp\":"
                                        + (1767323045000L - 1000 * Long.parseLong(record[0]))
                                        + ",\"data\":\"" + record[1] + "\",\"kinesisRecordMetadata\":{"
                                        + "\"sequenceNumber\":\"1" + record[0] + "\",\"subsequenceNumber\":\""
                                        + record[0]
                                        + "\",\"partitionKey\":\"key\\\"" + record[0] + "\",\"shardId\":\"shardId-0\","
                                        + "\"approximateArrivalTimestamp\":"
                                        + (1767323045000L - 1000 * Long.parseLong(record[0])) + "}}")
                                .collect(Collectors.joining(","))
                        + "]}");
    }

    @Test
    void partitionKeysAreTakenFromTheAnswer() throws Exception {
        List<Outcome> outcomes = invocations(answering(event -> "{\"records\":[{\"recordId\":\"" + id(event, 0)
                        + "\",\"result\":\"Ok\",\"data\":\"\",\"metadata\":{\"partitionKeys\":{\"a\":\"1\",\"b\":null},"
                        + "\"otfMetadata\":{}},\"unknown\":1}],\"unknown\":{}}"))
                .invoke(List.of(record(0, "a")));

        assertThat(outcomes).containsExactly(new Outcome.Delivered(ByteBuffer.allocate(0), Map.of("a", "1")));
    }

    @Test
    void recordAnsweredTwiceFailsAllWithoutRetry() throws Exception {
        assertAllFailed(outcomes(event -> all(event, answer(id(event, 1), "Ok", "x"))), "Lambda.DuplicatedRecordId", 1);
    }

    @Test
    void recordNotAnsweredFailsAllWithoutRetry() throws Exception {
        assertAllFailed(
                outcomes(event -> answers(answer(id(event, 0), "Ok", ""), answer(id(event, 2), "Ok", ""))),
                "Lambda.MissingRecordId",
                1);
    }

    @Test
    void answerForARecordThatNobodyAskedAboutFailsAll() throws Exception {
        assertAllFailed(outcomes(event -> all(event, answer("other", "Ok", ""))), "Lambda.InvalidReturnFormat", 1);
    }

    @Test
    void answerWithoutIdFailsAll() throws Exception {
        assertAllFailed(outcomes(event -> all(event, "{\"result\":\"Ok\"}")), "Lambda.MissingRecordId", 1);
    }

    @Test
    void answerThatIsNoJsonFailsAll() throws Exception {
        assertAllFailed(outcomes(event -> "<html>"), "Lambda.JsonProcessingException", 1);
    }

    @Test
    void dataThatAreNoBase64FailAll() throws Exception {
        assertAllFailed(
                outcomes(event -> "{\"records\":[{\"recordId\":\"x\",\"result\":\"Ok\",\"data\":\"!\"}]}"),
                "Lambda.JsonMappingException",
                1);
    }

    @Test
    void answerOfAnotherShapeFailsAll() throws Exception {
        assertAllFailed(outcomes(event -> "null"), "Lambda.InvalidReturnFormat", 1);
        for (String answer :
                List.of("{}", "[]", "{\"records\":{}}", "{\"records\":[1]}", answers("{\"recordId\":1}"))) {
            events.clear();
            assertAllFailed(outcomes(event -> answer), "Lambda.InvalidReturnFormat", 1);
        }
    }

    @Test
    void resultOfAnotherSpellingFailsAll() throws Exception {
        assertAllFailed(
                outcomes(event -> answers(
                        answer(id(event, 0), "OK", ""),
                        answer(id(event, 1), "Ok", ""),
                        answer(id(event, 2), "Ok", ""))),
                "Lambda.InvalidReturnFormat",
                1);
    }

    @Test
    void functionThatTakesTooLongIsInvokedThreeMoreTimes() throws Exception {
        assertAllFailed(outcomes(event -> ""), "Lambda.FunctionTimedOut", 4);
        assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(events.stream().map(FirehoseEvent::getInvocationId).distinct())
                .hasSize(1);
    }

    @Test
    void functionThatFailsAtFirstIsGivenTheSameRecordsAgain() throws Exception {
        List<Outcome> outcomes = outcomes(event -> events.size() < 3 ? "" : all(event));

        assertThat(outcomes).allMatch(Outcome.Delivered.class::isInstance);
        assertThat(sent).hasSize(3);
        assertThat(sent.get(1)).isEqualTo(sent.get(0)).contains("\"data\":\"b25l\"");
    }

    @Test
    void closingEndsTheRetries() {
        Invocations closing = new Invocations(
                answering(event -> ""),
                TransformationSettings.defaults(),
                new EventSource("arn:aws:firehose:eu-west-1:111122223333:deliverystream/d", null),
                Clock.fixed(NOW, ZoneOffset.UTC),
                pause -> true);

        assertThatIllegalStateException()
                .isThrownBy(() -> closing.invoke(three()))
                .withMessageContaining("closed amid an invocation");
        assertThat(events).hasSize(1);
    }

    @Test
    void recordThatIsTooLargeForARequestFailsAlone() throws Exception {
        SourceRecord large = record(1, "x".repeat(4_600_000));
        Invocations invocations = invocations(answering(InvocationsTest::all));
        List<List<SourceRecord>> split = invocations.split(List.of(record(0, "a"), large, record(2, "b")));

        assertThat(split).extracting(List::size).containsExactly(1, 1, 1);
        assertThat(invocations.invoke(split.get(1)))
                .singleElement()
                .satisfies(
                        outcome -> assertThat(((Outcome.Failed) outcome).code()).isEqualTo("Lambda.RequestTooLarge"));
        assertThat(events).isEmpty();
    }

    @Test
    void requestsStayBelowSixMegabytes() {
        List<SourceRecord> records = IntStream.range(0, 20_000)
                .mapToObj(i -> record(i, "x".repeat(i % 700)))
                .toList();
        Invocations invocations = new Invocations(
                answering(InvocationsTest::all),
                TransformationSettings.defaults().bufferBytes(4 << 20),
                new EventSource("arn:aws:firehose:eu-west-1:111122223333:deliverystream/d", null),
                Clock.fixed(NOW, ZoneOffset.UTC),
                pause -> true);
        List<List<SourceRecord>> split = invocations.split(records);

        assertThat(split.stream().flatMap(List::stream).toList()).isEqualTo(records);
        assertThat(split)
                .hasSizeBetween(2, 5)
                .allSatisfy(one -> assertThat(EventJson.write(invocations.event("0".repeat(36), one))
                                .length())
                        .isLessThan(6_000_000));
        assertThat(invocations(answering(InvocationsTest::all)).split(records))
                .allSatisfy(one -> assertThat(one.stream()
                                .mapToInt(record -> record.data().remaining())
                                .sum())
                        .isLessThanOrEqualTo(1 << 20));
    }
}
