package dev.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WindowHandlersTest {

    private final RecordingContext context = new RecordingContext();
    private final List<Map<String, String>> ended = new ArrayList<>();

    /** Joins texts in the state. */
    private class Joining extends WindowUserRecordHandler {
        Joining() {}

        Joining(HandlerOptions options) {
            super(options);
        }

        @Override
        protected void handle(LambdaUserRecord record, Map<String, String> state, Context given) throws IOException {
            if (record.text().equals("bad")) {
                throw new IOException("no");
            }
            state.merge("joined", record.text(), String::concat);
        }

        @Override
        protected void windowEnded(Map<String, String> state, KinesisTimeWindowEvent event, Context given)
                throws Exception {
            ended.add(Map.copyOf(state));
        }
    }

    private static KinesisTimeWindowEvent event(
            Map<String, String> state, boolean last, KinesisEventRecord... records) {
        return KinesisTimeWindowEvent.builder()
                .withRecords(Arrays.asList(records))
                .withState(state)
                .withShardId("shardId-000000000006")
                .withWindow(new TimeWindow("2020-12-09T07:04:00Z", "2020-12-09T07:06:00Z"))
                .withIsFinalInvokeForWindow(last)
                .build();
    }

    private static List<String> failures(TimeWindowEventResponse response) {
        return response.getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    @Test
    void stateGoesOnFromOneEventToTheNext() {
        TimeWindowEventResponse first = new Joining()
                .handleRequest(event(Map.of(), false, Events.plain(1, "a"), Events.aggregate(2, "b", "c")), context);
        TimeWindowEventResponse second =
                new Joining().handleRequest(event(first.getState(), false, Events.plain(3, "d")), context);

        assertThat(second.getState()).isEqualTo(Map.of("joined", "abcd"));
        assertThat(failures(second)).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void stateOfAFailureIsThatBeforeTheKinesisRecordThatComesAgain() {
        TimeWindowEventResponse response = new Joining()
                .handleRequest(
                        event(
                                Map.of("joined", "x"),
                                false,
                                Events.plain(1, "a"),
                                Events.aggregate(2, "b", "bad", "c"),
                                Events.plain(3, "d")),
                        context);

        assertThat(failures(response)).containsExactly("1002");
        assertThat(response.getState()).isEqualTo(Map.of("joined", "xa"));
    }

    @Test
    void lastEventOfAWindowEndsIt() {
        TimeWindowEventResponse response = new Joining().handleRequest(event(Map.of("joined", "abc"), true), context);

        assertThat(ended).containsExactly(Map.of("joined", "abc"));
        assertThat(response.getState()).isEqualTo(Map.of("joined", "abc"));
    }

    @Test
    void windowDoesNotEndOverAFailedRecord() {
        new Joining().handleRequest(event(Map.of(), true, Events.plain(1, "bad")), context);

        assertThat(ended).isEmpty();
    }

    @Test
    void stateIsAnsweredAlsoWhereThereIsNone() {
        KinesisTimeWindowEvent event = event(Map.of(), false);
        event.setState(null);

        assertThat(new Joining().handleRequest(event, context).getState()).isEmpty();
    }

    @Test
    void endThatFailsFailsTheInvocation() {
        WindowUserRecordHandler failing = new Joining() {
            @Override
            protected void windowEnded(Map<String, String> state, KinesisTimeWindowEvent event, Context given)
                    throws IOException {
                throw new IOException("no");
            }
        };

        assertThatThrownBy(() -> failing.handleRequest(event(Map.of(), true), context))
                .isInstanceOf(WindowFailedException.class)
                .hasMessageContaining("shardId=shardId-000000000006 start=2020-12-09T07:04:00Z")
                .hasRootCauseMessage("no");
    }

    @Test
    void noGoingOnInAWindow() {
        assertThatThrownBy(() -> new Joining(HandlerOptions.defaults().afterFailure(AfterFailure.GO_ON)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GO_ON");
    }

    @Test
    void allAtOnceTheStateIsAnsweredOrTheEventFails() {
        WindowUserRecordsHandler counting = new WindowUserRecordsHandler() {
            @Override
            protected void handle(List<LambdaUserRecord> records, Map<String, String> state, Context given)
                    throws IOException {
                state.put("count", Integer.toString(records.size()));
                if (records.size() > 2) {
                    throw new IOException("too many");
                }
            }
        };

        assertThat(counting.handleRequest(event(Map.of(), false, Events.aggregate(1, "a", "b")), context)
                        .getState())
                .isEqualTo(Map.of("count", "2"));
        assertThatThrownBy(() ->
                        counting.handleRequest(event(Map.of(), false, Events.aggregate(1, "a", "b", "c")), context))
                .isInstanceOf(BatchFailedException.class);
    }
}
