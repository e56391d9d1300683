package dev.millrace.local.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.Message;

/** Frames as the SDK's own decoder reads them, which checks both checksums. */
class EventFrameTest {

    @Test
    void eventIsReadWithItsHeadersAndPayload() {
        Message message = decoded(
                EventFrame.event("SubscribeToShardEvent", Answer.create().with("a", "ü")));
        assertThat(header(message, ":message-type")).isEqualTo("event");
        assertThat(header(message, ":event-type")).isEqualTo("SubscribeToShardEvent");
        assertThat(header(message, ":content-type")).isEqualTo("application/json");
        assertThat(new String(message.getPayload(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"ü\"}");
    }

    @Test
    void errorIsReadUnderItsName() {
        Message message = decoded(EventFrame.exception(ServiceException.resourceInUse("taken")));
        assertThat(header(message, ":message-type")).isEqualTo("exception");
        assertThat(header(message, ":exception-type")).isEqualTo("ResourceInUseException");
        assertThat(new String(message.getPayload(), StandardCharsets.UTF_8)).isEqualTo("{\"message\":\"taken\"}");
    }

    @Test
    void lengthsCountEveryByte() {
        ByteBuffer frame = EventFrame.event("x", Answer.create());
        assertThat(frame.getInt(0)).isEqualTo(frame.remaining());
        assertThat(frame.getInt(4)).isEqualTo(frame.remaining() - 16 - 2);
    }

    private static Message decoded(ByteBuffer frame) {
        return Message.decode(frame);
    }

    private static String header(Message message, String name) {
        return Objects.requireNonNull(message.getHeaders().get(name)).getString();
    }
}
