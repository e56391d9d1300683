package dev.millrace.local;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames of HTTP/2, written by hand.
 *
 * <pre>
 *  0         3     4      5          9
 *  +---------+-----+------+----------+---------+
 *  | length  | type| flags| stream   | payload |
 *  +---------+-----+------+----------+---------+
 * </pre>
 */
final class Http2Bytes {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The beginning of a connection: the preface and empty settings. */
    static Http2Bytes greeting() {
        Http2Bytes greeting = new Http2Bytes();
        greeting.bytes.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
        return greeting.frame(SETTINGS, 0, 0);
    }

    Http2Bytes frame(int type, int flags, int stream, int... payload) {
        byte[] copy = new byte[payload.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (byte) payload[i];
        }
        return frame(type, flags, stream, copy);
    }

    Http2Bytes frame(int type, int flags, int stream, byte[] payload) {
        head(payload.length, type, flags, stream);
        bytes.writeBytes(payload);
        return this;
    }

    /** The head of a frame alone, with any length. */
    Http2Bytes head(int length, int type, int flags, int stream) {
        bytes.writeBytes(ByteBuffer.allocate(9)
                .putInt(length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .array());
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** A call of ListStreams in HPACK, without dynamic table and Huffman code. */
    static byte[] listStreams() {
        ByteArrayOutputStream hpack = new ByteArrayOutputStream();
        hpack.write(0x83); // :method: POST
        hpack.write(0x86); // :scheme: http
        hpack.write(0x84); // :path: /
        hpack.write(0x01); // :authority, and its value
        text(hpack, "localhost");
        field(hpack, "content-type", RawHttp.JSON);
        field(hpack, "x-amz-target", "Kinesis_20131202.ListStreams");
        field(hpack, "x-amz-date", "20260304T050607Z");
        field(hpack, "authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0");
        return hpack.toByteArray();
    }

    private static void field(ByteArrayOutputStream hpack, String name, String value) {
        hpack.write(0x00); // a field without index, its name and its value
        text(hpack, name);
        text(hpack, value);
    }

    private static void text(ByteArrayOutputStream hpack, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length > 126) {
            throw new IllegalArgumentException("lengths of one byte only: " + text);
        }
        hpack.write(ascii.length);
        hpack.writeBytes(ascii);
    }
}
