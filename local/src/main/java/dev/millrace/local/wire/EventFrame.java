package dev.millrace.local.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A message of an event stream (content type {@code application/vnd.amazon.eventstream}).
 *
 * <pre>
 *  +--------------+----------------+------------+---------+---------+-----------------+
 *  | total length | headers length | CRC of the | headers | payload | CRC of all that |
 *  |   4 bytes    |    4 bytes     | 8 before   |         |         | is before       |
 *  +--------------+----------------+------------+---------+---------+-----------------+
 *  header: name length 1 byte, name, type 7 (text) 1 byte, value length 2 bytes, value
 * </pre>
 */
public final class EventFrame {

    /** Of the HTTP answer that carries the messages. */
    public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int PRELUDE_LENGTH = 8;
    private static final int CRC_LENGTH = 4;
    private static final byte TEXT = 7;

    private EventFrame() {}

    /** An event; its payload is JSON. */
    public static ByteBuffer event(String type, Answer payload) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":message-type", "event");
        headers.put(":event-type", type);
        headers.put(":content-type", "application/json");
        return frame(headers, Codec.JSON.write(payload.members()));
    }

    /** An error that ends the stream. */
    public static ByteBuffer exception(ServiceException error) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":message-type", "exception");
        headers.put(":exception-type", error.name());
        headers.put(":content-type", "application/json");
        return frame(
                headers,
                Codec.JSON.write(
                        Answer.create().with(error.textMember(), error.text()).members()));
    }

    private static ByteBuffer frame(Map<String, String> headers, byte[] payload) {
        int headersLength = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            headersLength +=
                    1 + header.getKey().length() + 1 + 2 + header.getValue().length();
        }
        int total = PRELUDE_LENGTH + CRC_LENGTH + headersLength + payload.length + CRC_LENGTH;
        ByteBuffer frame = ByteBuffer.allocate(total);
        frame.putInt(total).putInt(headersLength);
        frame.putInt(crc(frame));
        headers.forEach((name, value) -> {
            frame.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
            frame.put(TEXT).putShort((short) value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
        });
        frame.put(payload);
        frame.putInt(crc(frame));
        return frame.flip();
    }

    /** Of everything that is written so far. */
    private static int crc(ByteBuffer frame) {
        CRC32 crc = new CRC32();
        crc.update(frame.duplicate().flip());
        return (int) crc.getValue();
    }
}
