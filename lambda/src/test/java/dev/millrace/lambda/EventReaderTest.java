package dev.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventReaderTest {

    private static InputStream stream(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The dictionary of a record is an event's record with some members more. */
    @Test
    void recordIsReadAsItWas() throws IOException {
        KinesisEventRecord record = Events.plain(3, "\u00e9 text");
        String json = UserRecords.of(List.of(record)).toList().get(0).toJson();

        KinesisEvent event = EventReader.kinesis(stream("{\"Records\":["
                + json.replace("\"kinesis\":{", "\"kinesis\":{\"approximateArrivalTimestamp\":1545084650.987,")
                + "]}"));

        assertThat(event.getRecords()).containsExactly(record);
    }

    @Test
    void windowIsReadWithItsState() throws IOException {
        KinesisTimeWindowEvent event =
                EventReader.window(stream("{\"Records\":[],\"window\":{\"start\":\"s\",\"end\":\"e\"},"
                        + "\"state\":{\"a\":\"1\",\"b\":2,\"c\":null},\"shardId\":\"shardId-6\",\"eventSourceARN\":\"arn\","
                        + "\"isFinalInvokeForWindow\":false,\"isWindowTerminatedEarly\":true,\"new\":{}}"));

        assertThat(event.getState()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(event.getWindow().getStart()).isEqualTo("s");
        assertThat(event.getWindow().getEnd()).isEqualTo("e");
        assertThat(event.getShardId()).isEqualTo("shardId-6");
        assertThat(event.getEventSourceArn()).isEqualTo("arn");
        assertThat(event.getIsFinalInvokeForWindow()).isFalse();
        assertThat(event.getIsWindowTerminatedEarly()).isTrue();
    }

    @Test
    void whatIsNoEventIsRefused() {
        for (String json : List.of("[]", "{\"Records\":{}}", "{\"Records\":[1]}", "{\"Records\":[{\"kinesis\":[]}]}")) {
            assertThatThrownBy(() -> EventReader.kinesis(stream(json)))
                    .as(json)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("no event of a Kinesis mapping");
        }
    }
}
