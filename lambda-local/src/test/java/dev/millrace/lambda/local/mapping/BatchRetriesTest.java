package dev.millrace.lambda.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes again, how often, and what becomes of it in the end. */
final class BatchRetriesTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

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

    @Test
    void restComesAgainFromTheNamedRecord() throws Exception {
        source.putTexts(6);
        AtomicInteger calls = new AtomicInteger();
        ScriptedFunction function = new ScriptedFunction(event -> calls.incrementAndGet() == 1
                ? ScriptedFunction.failedAt(event.sequenceNumber(4))
                : ScriptedFunction.done());
        try (EventSourceMapping mapping =
                mapping(function).reportBatchItemFailures(true).build()) {
            mapping.start();
            function.awaitCount(2);

            assertThat(function.texts().get(1)).containsExactly("text-4", "text-5");
        }
    }

    @Test
    void answersOfPartialFailuresCountForNothingUnlessTheyAreSwitchedOn() throws Exception {
        source.putTexts(2);
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.failedAt(event.sequenceNumber(0)));
        try (EventSourceMapping mapping = mapping(function).batchSize(1).build()) {
            mapping.start();
            function.awaitCount(2);
            assertThat(function.texts().stream().flatMap(List::stream)).containsExactly("text-0", "text-1");
        }
    }

    @Test
    void halvesAreTriedUntilTheBadRecordIsAlone() throws Exception {
        List<String> texts = source.putTexts(8);
        Path notices = folder.resolve("notices");
        List<String> processed = new ArrayList<>();
        ScriptedFunction function = new ScriptedFunction(event -> {
            if (event.texts().contains("text-5")) {
                return ScriptedFunction.thrown();
            }
            processed.addAll(event.texts());
            return ScriptedFunction.done();
        });
        try (EventSourceMapping mapping = mapping(function)
                .bisectBatchOnFunctionError(true)
                .maximumRetryAttempts(2)
                .onFailure(new FileDestination(notices))
                .build()) {
            mapping.start();
            function.await(events -> processed.size() == 7);

            assertThat(processed)
                    .isEqualTo(texts.stream()
                            .filter(text -> !text.equals("text-5"))
                            .toList());
            assertThat(function.texts())
                    .as("alone, three times")
                    .filteredOn(List.of("text-5")::equals)
                    .hasSize(3);
            JsonNode notice = JACKSON.readTree(Files.readString(notices));
            assertThat(notice.at("/requestContext/condition").textValue()).isEqualTo("RetryAttemptsExhausted");
            assertThat(notice.at("/requestContext/functionArn").textValue()).startsWith("arn:aws:lambda:");
            assertThat(notice.at("/responseContext/functionError").textValue()).isEqualTo("Unhandled");
            assertThat(notice.at("/KinesisBatchInfo/batchSize").intValue()).isEqualTo(1);
            assertThat(notice.at("/KinesisBatchInfo/shardId").textValue()).isEqualTo("shardId-000000000000");
            assertThat(notice.at("/KinesisBatchInfo/startSequenceNumber"))
                    .isEqualTo(notice.at("/KinesisBatchInfo/endSequenceNumber"));
            assertThat(notice.at("/KinesisBatchInfo/streamArn").textValue()).endsWith(":stream/source");
            assertThat(notice.at("/version").textValue()).isEqualTo("1.0");
        }
    }

    @Test
    void batchIsGivenUpAsAWholeWithoutBisecting() throws Exception {
        source.putTexts(3);
        source.create("failures", 1);
        AtomicInteger sent = new AtomicInteger();
        StreamDestination stream = new StreamDestination(source.client(), "failures");
        FailureDestination failingFirst = batch -> {
            if (sent.incrementAndGet() == 1) {
                throw new IOException("made up");
            }
            stream.send(batch);
        };
        ScriptedFunction function = new ScriptedFunction(
                event -> event.texts().contains("text-1") ? ScriptedFunction.thrown() : ScriptedFunction.done());
        try (EventSourceMapping mapping = mapping(function)
                .maximumRetryAttempts(1)
                .onFailure(failingFirst)
                .build()) {
            mapping.start();
            function.awaitCount(2);
            source.put("key", "behind");
            function.await(events -> events.get(events.size() - 1).texts().contains("behind"));

            assertThat(sent).hasValue(2);
            String iterator = Source.result(source.client()
                            .getShardIterator(request -> request.streamName("failures")
                                    .shardId("shardId-000000000000")
                                    .shardIteratorType("TRIM_HORIZON")))
                    .shardIterator();
            JsonNode notice = JACKSON.readTree(
                    Source.result(source.client().getRecords(request -> request.shardIterator(iterator)))
                            .records()
                            .get(0)
                            .data()
                            .asByteArray());
            assertThat(notice.at("/KinesisBatchInfo/batchSize").intValue()).isEqualTo(3);
            assertThat(notice.at("/requestContext/approximateInvokeCount").intValue())
                    .isEqualTo(2);
        }
    }

    @Test
    void recordsThatAreTooOldAreGivenUp() throws Exception {
        source.putTexts(2);
        LinkedBlockingQueue<DiscardedBatch> discarded = new LinkedBlockingQueue<>();
        ScriptedFunction function = new ScriptedFunction(event -> ScriptedFunction.done());
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        try (EventSourceMapping mapping = mapping(function)
                .maximumRecordAge(Duration.ofMinutes(50))
                .clock(later)
                .onFailure(discarded::add)
                .build()) {
            mapping.start();
            DiscardedBatch batch = Objects.requireNonNull(discarded.poll(20, TimeUnit.SECONDS), "in time");
            assertThat(batch.condition()).isEqualTo("RecordAgeExceeded");
            assertThat(batch.toJson()).doesNotContain("responseContext");
            assertThat(function.texts()).isEmpty();
        }
    }

    @Test
    void failureThatIsNoneOfTheFunctionCountsAsNoAttempt() throws Exception {
        source.putTexts(1);
        AtomicInteger calls = new AtomicInteger();
        ScriptedFunction function = new ScriptedFunction(event -> {
            if (calls.incrementAndGet() < 4) {
                throw new IOException("made up");
            }
            return ScriptedFunction.done();
        });
        List<DiscardedBatch> discarded = new ArrayList<>();
        try (EventSourceMapping mapping = mapping(function)
                .maximumRetryAttempts(0)
                .onFailure(discarded::add)
                .build()) {
            mapping.start();
            function.awaitCount(4);
            assertThat(discarded).isEmpty();
        }
    }
}
