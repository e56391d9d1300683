package dev.millrace.lambda.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.lambda.local.FunctionAnswer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TumblingWindowTest {

    private static final Duration LONG = Duration.ofMinutes(15);

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
                .pauses(Duration.ofMillis(1), Duration.ofMillis(20))
                .tumblingWindow(LONG);
    }

    private static int count(ScriptedFunction.Event event) {
        return event.json().at("/state/count").asInt(0);
    }

    /** A function that counts the records of its window. */
    private static FunctionAnswer counted(ScriptedFunction.Event event) {
        return new FunctionAnswer.Returned(
                "{\"state\":{\"count\":\"" + (count(event) + event.texts().size()) + "\"},\"batchItemFailures\":[]}");
    }

    /** A window that cannot pass its end while the test runs: the clock stands behind it only once it is told to. */
    private static final class LateClock extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        void goOn(Duration time) {
            ahead = time;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void stateGoesFromEventToEventUntilTheWindowEnds() throws Exception {
        for (int i = 0; i < 7; i++) {
            source.put("key", "text-" + i);
        }
        LateClock clock = new LateClock();
        ScriptedFunction function = new ScriptedFunction(TumblingWindowTest::counted);
        try (EventSourceMapping mapping =
                mapping(function).batchSize(3).clock(clock).build()) {
            mapping.start();
            function.await(events -> records(events) == 7);
            clock.goOn(LONG.plusMinutes(1));
            List<ScriptedFunction.Event> events =
                    function.await(all -> all.get(all.size() - 1).isFinal());

            ScriptedFunction.Event last = events.get(events.size() - 1);
            assertThat(last.texts()).isEmpty();
            assertThat(last.json().at("/isWindowTerminatedEarly").booleanValue())
                    .isFalse();
            assertThat(last.json().at("/shardId").textValue()).isEqualTo("shardId-000000000000");
            assertThat(last.json().at("/eventSourceARN").textValue()).endsWith(":stream/source");
            Instant start = Instant.parse(last.json().at("/window/start").textValue());
            Instant end = Instant.parse(last.json().at("/window/end").textValue());
            assertThat(Duration.between(start, end)).isEqualTo(LONG);
            assertThat(start.getEpochSecond() % LONG.toSeconds()).isZero();
            assertThat(totals(events)).as("of all windows that ended").isEqualTo(7);
        }
    }

    private static int records(List<ScriptedFunction.Event> events) {
        return events.stream().mapToInt(event -> event.texts().size()).sum();
    }

    /** What the final events say, should the clock have passed a window's end meanwhile. */
    private static int totals(List<ScriptedFunction.Event> events) {
        return events.stream()
                .filter(ScriptedFunction.Event::isFinal)
                .mapToInt(TumblingWindowTest::count)
                .sum();
    }

    @Test
    void nextStartGoesOnWithTheStateInTheMidstOfAWindow() throws Exception {
        for (int i = 0; i < 4; i++) {
            source.put("key", "text-" + i);
        }
        ScriptedFunction first = new ScriptedFunction(
                event -> event.texts().contains("text-3") ? ScriptedFunction.thrown() : counted(event));
        try (EventSourceMapping mapping = mapping(first).batchSize(1).build()) {
            mapping.start();
            first.awaitCount(5);
        }
        LateClock clock = new LateClock();
        ScriptedFunction second = new ScriptedFunction(TumblingWindowTest::counted);
        try (EventSourceMapping mapping = mapping(second).clock(clock).build()) {
            mapping.start();
            source.put("key", "text-4");
            second.await(events -> records(events) == 2);
            assertThat(second.texts().stream().flatMap(List::stream)).containsExactly("text-3", "text-4");

            clock.goOn(LONG.multipliedBy(2));
            List<ScriptedFunction.Event> events = second.await(all -> totals(all) == 5);
            assertThat(count(events.get(0))).as("state that came along").isEqualTo(3);
        }
    }

    @Test
    void nothingOfAWindowThatHasEndedComesAgain() throws Exception {
        source.put("key", "text-0");
        LateClock clock = new LateClock();
        ScriptedFunction first = new ScriptedFunction(TumblingWindowTest::counted);
        try (EventSourceMapping mapping = mapping(first).clock(clock).build()) {
            mapping.start();
            first.awaitCount(1);
            clock.goOn(LONG.multipliedBy(2));
            first.await(all -> all.get(all.size() - 1).isFinal());
        }
        source.put("key", "text-1");
        ScriptedFunction second = new ScriptedFunction(TumblingWindowTest::counted);
        try (EventSourceMapping mapping = mapping(second).build()) {
            mapping.start();
            ScriptedFunction.Event event = second.awaitCount(1).get(0);
            assertThat(event.texts()).containsExactly("text-1");
            assertThat(count(event)).isZero();
        }
    }

    @Test
    void endOfTheShardEndsItsWindow() throws Exception {
        source.put("key", "text-0");
        source.split();
        source.put("key", "text-1");
        ScriptedFunction function = new ScriptedFunction(TumblingWindowTest::counted);
        try (EventSourceMapping mapping = mapping(function).build()) {
            mapping.start();
            List<ScriptedFunction.Event> events = function.awaitCount(3);

            assertThat(events.get(0).texts()).containsExactly("text-0");
            assertThat(events.get(1).isFinal()).isTrue();
            assertThat(count(events.get(1))).isEqualTo(1);
            assertThat(events.get(2).texts()).containsExactly("text-1");
            assertThat(count(events.get(2))).as("the child's own state").isZero();
        }
    }

    @Test
    void answerWithoutAStateIsAFailure() throws Exception {
        source.put("key", "text-0");
        AtomicInteger calls = new AtomicInteger();
        ScriptedFunction function =
                new ScriptedFunction(event -> calls.incrementAndGet() == 1 ? ScriptedFunction.done() : counted(event));
        try (EventSourceMapping mapping = mapping(function).build()) {
            mapping.start();
            function.awaitCount(2);
            assertThat(function.texts()).containsExactly(List.of("text-0"), List.of("text-0"));
        }
    }

    @Test
    void stateOfAPartialFailureGoesWithTheRest() throws Exception {
        source.put("key", "text-0");
        source.put("key", "text-1");
        AtomicInteger calls = new AtomicInteger();
        List<String> states = new ArrayList<>();
        ScriptedFunction function = new ScriptedFunction(event -> {
            states.add(event.json().get("state").toString());
            if (event.texts().size() == 2 && calls.incrementAndGet() == 1) {
                return new FunctionAnswer.Returned("{\"state\":{\"seen\":\"text-0\"},\"batchItemFailures\":"
                        + "[{\"itemIdentifier\":\"" + event.sequenceNumber(1) + "\"}]}");
            }
            return counted(event);
        });
        try (EventSourceMapping mapping =
                mapping(function).reportBatchItemFailures(true).build()) {
            mapping.start();
            function.awaitCount(2);
            assertThat(function.texts().get(1)).containsExactly("text-1");
            assertThat(states.get(1)).isEqualTo("{\"seen\":\"text-0\"}");
        }
    }

    @Test
    void stateThatBecomesTooLargeEndsTheWindowEarly() throws Exception {
        source.put("key", "text-0");
        source.put("key", "text-1");
        String large = "x".repeat(WindowBatches.MAX_STATE_BYTES);
        ScriptedFunction function = new ScriptedFunction(event ->
                new FunctionAnswer.Returned("{\"state\":{\"large\":\"" + large + "\"},\"batchItemFailures\":[]}"));
        try (EventSourceMapping mapping = mapping(function).batchSize(1).build()) {
            mapping.start();
            List<ScriptedFunction.Event> events = function.awaitCount(4);

            JsonNode early = events.get(1).json();
            assertThat(early.get("isFinalInvokeForWindow").booleanValue()).isTrue();
            assertThat(early.get("isWindowTerminatedEarly").booleanValue()).isTrue();
            assertThat(events.get(2).texts()).containsExactly("text-1");
            assertThat(events.get(2).json().get("state")).isEmpty();
        }
    }

    @Test
    void endOfAWindowThatFailsIsTriedAgainAndThenGivenUp() throws Exception {
        source.put("key", "text-0");
        source.split();
        source.put("key", "text-1");
        List<DiscardedBatch> discarded = new ArrayList<>();
        ScriptedFunction function =
                new ScriptedFunction(event -> event.isFinal() ? ScriptedFunction.thrown() : counted(event));
        try (EventSourceMapping mapping = mapping(function)
                .maximumRetryAttempts(1)
                .onFailure(discarded::add)
                .build()) {
            mapping.start();
            List<ScriptedFunction.Event> events = function.awaitCount(4);

            assertThat(events.subList(1, 3)).allMatch(ScriptedFunction.Event::isFinal);
            assertThat(events.get(3).texts()).containsExactly("text-1");
            assertThat(discarded).singleElement().satisfies(batch -> {
                assertThat(batch.batchSize()).isZero();
                assertThat(batch.invokeCount()).isEqualTo(2);
                assertThat(batch.toJson()).doesNotContain("startSequenceNumber");
            });
        }
    }
}
