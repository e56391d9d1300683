package dev.millrace.lambda.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.lambda.local.FunctionAnswer;
import dev.millrace.processor.StartPosition;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.UserRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

final class EventSourceMappingTest {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Source source = new Source(1);

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        source.close();
    }

    private EventSourceMappingBuilder mapping(FunctionInvoker function) {
        return EventSourceMapping.builder(source.client(), Source.STREAM, function)
                .checkpointFolder(folder.resolve("checkpoints"))
                .pauses(Duration.ofMillis(1), Duration.ofMillis(20));
    }

    private static List<String> flat(List<List<String>> events) {
        return events.stream().flatMap(List::stream).toList();
    }

    @Test
    void eventsAreAsLambdaWritesThem() throws Exception {
        String sequenceNumber = source.put("key \"ä\"", "text");
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping mapping = mapping(function).build()) {
            mapping.start();
            JsonNode event = function.awaitCount(1).get(0).json();

            JsonNode record = event.get("Records").get(0);
            JsonNode kinesis = record.get("kinesis");
            assertThat(kinesis.get("partitionKey").textValue()).isEqualTo("key \"ä\"");
            assertThat(kinesis.get("data").textValue()).isEqualTo("dGV4dA==");
            assertThat(kinesis.get("sequenceNumber").textValue()).isEqualTo(sequenceNumber);
            assertThat(kinesis.get("kinesisSchemaVersion").textValue()).isEqualTo("1.0");
            assertThat(kinesis.get("approximateArrivalTimestamp").doubleValue())
                    .isCloseTo(System.currentTimeMillis() / 1000.0, within(60.0));
            assertThat(record.get("eventID").textValue()).isEqualTo("shardId-000000000000:" + sequenceNumber);
            assertThat(record.get("eventSource").textValue()).isEqualTo("aws:kinesis");
            assertThat(record.get("eventName").textValue()).isEqualTo("aws:kinesis:record");
            assertThat(record.get("eventVersion").textValue()).isEqualTo("1.0");
            assertThat(record.get("awsRegion").textValue()).isEqualTo("us-east-1");
            assertThat(record.get("eventSourceARN").textValue()).endsWith(":stream/source");
            assertThat(event.has("window")).isFalse();
        }
    }

    @Test
    void batchesHaveAtMostTheirSizeAndKeepTheOrder() throws Exception {
        List<String> texts = source.putTexts(25);
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping mapping = mapping(function).batchSize(10).build()) {
            mapping.start();
            function.await(events ->
                    events.stream().mapToInt(event -> event.texts().size()).sum() >= 25);

            assertThat(flat(function.texts())).isEqualTo(texts);
            assertThat(function.texts()).hasSize(3).allMatch(batch -> batch.size() <= 10);
        }
    }

    @Test
    void batchingWindowGathersRecords() throws Exception {
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping mapping = mapping(function)
                .batchSize(5)
                .batchingWindow(Duration.ofMinutes(5))
                .build()) {
            mapping.start();
            List<String> texts = source.putTexts(5);

            assertThat(function.awaitCount(1).get(0).texts()).isEqualTo(texts);
            assertThat(function.texts()).hasSize(1);
        }
    }

    @Test
    void batchingWindowEndsWithoutMoreRecords() throws Exception {
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping mapping =
                mapping(function).batchingWindow(Duration.ofMillis(50)).build()) {
            mapping.start();
            source.putTexts(1);

            assertThat(function.awaitCount(1).get(0).texts()).containsExactly("text-0");
        }
    }

    @Test
    void aggregateIsOneRecord() throws Exception {
        RecordAggregator aggregator = RecordAggregator.builder().build();
        aggregator.addUserRecord(UserRecord.of("a", "first"));
        aggregator.addUserRecord(UserRecord.of("a", "second"));
        SdkBytes data = SdkBytes.fromByteBuffer(aggregator.clearAndGet().get(0).data());
        Source.result(source.client()
                .putRecord(request ->
                        request.streamName(Source.STREAM).partitionKey("a").data(data)));
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping mapping = mapping(function).build()) {
            mapping.start();
            JsonNode records = function.awaitCount(1).get(0).json().get("Records");

            assertThat(records).hasSize(1);
            assertThat(records.get(0).at("/kinesis/data").binaryValue()).isEqualTo(data.asByteArray());
        }
    }

    @Test
    void nextStartGoesOnBehindTheCheckpoint() throws Exception {
        source.putTexts(3);
        ScriptedFunction first = new ScriptedFunction(
                event -> event.texts().contains("text-2") ? ScriptedFunction.thrown() : ScriptedFunction.done());
        try (EventSourceMapping mapping = mapping(first).batchSize(1).build()) {
            mapping.start();
            first.awaitCount(4);
        }
        ScriptedFunction second = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping mapping = mapping(second).build()) {
            mapping.start();
            assertThat(second.awaitCount(1).get(0).texts()).containsExactly("text-2");
        }
    }

    @Test
    void invocationUnderWayIsWaitedForAtTheEnd() throws Exception {
        source.putTexts(1);
        CountDownLatch invoked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FunctionInvoker function = event -> {
            invoked.countDown();
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            return ScriptedFunction.done();
        };
        EventSourceMapping mapping = mapping(function).build();
        mapping.start();
        assertThat(invoked.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closer = new Thread(() -> mapping.close(GRACE));
        closer.start();
        goOn.countDown();
        closer.join();
        assertThat(mapping.termination()).isCompleted();

        source.putTexts(1);
        ScriptedFunction second = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping again = mapping(second).build()) {
            again.start();
            assertThat(second.awaitCount(1).get(0).texts()).hasSize(1);
        }
    }

    @Test
    void latestLeavesOutWhatIsThere() throws Exception {
        source.putTexts(3);
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping mapping =
                mapping(function).startPosition(StartPosition.latest()).build()) {
            mapping.start();
            source.put("key", "new");
            assertThat(function.awaitCount(1).get(0).texts()).containsExactly("new");
        }
    }

    @Test
    void timestampLeavesOutWhatIsOlder() throws Exception {
        source.putTexts(1);
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping mapping = mapping(function)
                .startPosition(StartPosition.atTimestamp(Instant.now().minusSeconds(3600)))
                .build()) {
            mapping.start();
            assertThat(function.awaitCount(1).get(0).texts()).containsExactly("text-0");
        }
    }

    @Test
    void childrenComeBehindTheirParents() throws Exception {
        source.putTexts(10);
        source.split();
        for (int i = 0; i < 10; i++) {
            source.put("key-" + i, "child-" + i);
        }
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.done());
        try (EventSourceMapping mapping = mapping(function).batchSize(2).build()) {
            mapping.start();
            function.await(events ->
                    events.stream().mapToInt(event -> event.texts().size()).sum() >= 20);

            List<String> seen = flat(function.texts());
            assertThat(seen).hasSize(20);
            assertThat(seen.subList(0, 10)).allMatch(text -> text.startsWith("text-"));
        }
    }

    @Test
    void errorOfTheListenerEndsTheMapping() throws Exception {
        source.putTexts(1);
        MappingListener failing = new MappingListener() {
            @Override
            public void invoked(String shardId, int records, FunctionAnswer answer, int failed) {
                throw new IllegalStateException("made up");
            }
        };
        EventSourceMapping mapping =
                mapping(event -> ScriptedFunction.done()).listener(failing).build();
        mapping.start();

        assertThatThrownBy(() -> mapping.termination().get(20, TimeUnit.SECONDS))
                .hasRootCauseMessage("made up");
    }

    @Test
    void streamThatIsNotThereIsRefused() {
        EventSourceMapping mapping = EventSourceMapping.builder(
                        source.client(), "missing", event -> ScriptedFunction.done())
                .build();
        assertThatThrownBy(mapping::start).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        EventSourceMappingBuilder builder = mapping(event -> ScriptedFunction.done());
        assertThatThrownBy(() -> builder.batchSize(0)).hasMessage("batch size out of range: 0 (1 to 10000)");
        assertThatThrownBy(() -> builder.batchingWindow(Duration.ofMinutes(6)))
                .hasMessage("batching window out of range: PT6M (at most PT5M)");
        assertThatThrownBy(() -> builder.parallelizationFactor(11))
                .hasMessage("parallelization factor out of range: 11 (1 to 10)");
        assertThatThrownBy(() -> builder.maximumRetryAttempts(-2))
                .hasMessage("maximum retry attempts out of range: -2 (-1 to 10000)");
        assertThatThrownBy(() -> builder.maximumRecordAge(Duration.ofDays(8)))
                .hasMessageContaining("maximum record age out of range");
        assertThatThrownBy(() -> builder.tumblingWindow(Duration.ofMinutes(16)))
                .hasMessageContaining("tumbling window out of range");
        assertThatThrownBy(() -> builder.tumblingWindow(Duration.ofMinutes(1))
                        .parallelizationFactor(2)
                        .build())
                .hasMessageContaining("a tumbling window has one state for a shard");
    }
}
