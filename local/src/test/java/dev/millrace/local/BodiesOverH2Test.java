package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * More HTTP/2 streams in flight than the server has threads, whose bodies together exceed the connection's window.
 * The streams that were opened last send first: a server that holds a thread for each stream has none for these, and
 * their bodies use up the window for good.
 *
 * <pre>
 *  0       3      4       5            9
 *  +-------+------+-------+------------+--------- - -
 *  | length| type | flags | stream     | payload
 *  +-------+------+-------+------------+--------- - -
 * </pre>
 */
class BodiesOverH2Test {

    private static final int STREAMS = 100;
    private static final int BODY_LENGTH = 512 * 1024;
    private static final int FRAME_LENGTH = 16 * 1024;
    private static final int FIRST_WINDOW = 65_535;
    private static final long WINDOW_LIMIT_SECONDS = 10;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** The indexed field {@code :status: 200} of HPACK. */
    private static final int STATUS_200 = 0x88;

    /** What the server allows to be sent on the connection as a whole. */
    private final Semaphore window = new Semaphore(FIRST_WINDOW);

    @Test
    @Timeout(60)
    void bodiesAreReadHoweverManyStreamsAreOpen() throws Exception {
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try (LocalKinesis kinesis = LocalKinesis.start();
                RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            connection.write(frame(SETTINGS, 0, 0, new byte[0], 0));
            Future<Integer> answers = reader.submit(() -> readAnswers(connection.in()));
            byte[] head = head();
            for (int i = 0; i < STREAMS; i++) {
                connection.write(frame(HEADERS, END_HEADERS, streamId(i), head, head.length));
            }
            byte[] body = body();
            for (int i = STREAMS - 1; i >= 0; i--) {
                for (int sent = 0; sent < BODY_LENGTH; sent += FRAME_LENGTH) {
                    assertThat(window.tryAcquire(FRAME_LENGTH, WINDOW_LIMIT_SECONDS, TimeUnit.SECONDS))
                            .as("window for stream %s of %s", i, STREAMS)
                            .isTrue();
                    boolean last = sent + FRAME_LENGTH == BODY_LENGTH;
                    byte[] part = Arrays.copyOfRange(body, sent, sent + FRAME_LENGTH);
                    connection.write(frame(DATA, last ? END_STREAM : 0, streamId(i), part, part.length));
                }
            }
            assertThat(answers.get(WINDOW_LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(STREAMS);
        } finally {
            reader.shutdownNow();
        }
    }

    /** Reads frames until all streams have ended; gives the number of those whose status is 200. */
    private int readAnswers(DataInputStream in) throws IOException {
        int ended = 0;
        int good = 0;
        while (ended < STREAMS) {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(lengthAndType >>> 8);
            int type = lengthAndType & 0xFF;
            if (type == WINDOW_UPDATE && stream == 0) {
                window.release(ByteBuffer.wrap(payload).getInt());
            } else if (type == HEADERS && firstField(payload) == STATUS_200) {
                good++;
            }
            if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
                ended++;
            }
        }
        return good;
    }

    /** The first byte behind an update of the dynamic table's size (bits 001, and bytes as long as bit 7 is set). */
    private static int firstField(byte[] hpack) {
        int i = 0;
        if ((hpack[0] & 0xE0) == 0x20) {
            boolean more = (hpack[i++] & 0x1F) == 0x1F;
            while (more) {
                more = hpack[i++] < 0;
            }
        }
        return hpack[i] & 0xFF;
    }

    private static int streamId(int index) {
        return 2 * index + 1;
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload, int length) {
        return ByteBuffer.allocate(9 + length)
                .putInt(length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload, 0, length)
                .array();
    }

    /** The request's head in HPACK, without dynamic table and Huffman code. */
    private static byte[] head() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0x83); // :method: POST
        bytes.write(0x86); // :scheme: http
        bytes.write(0x84); // :path: /
        bytes.write(0x01); // :authority, and its value
        text(bytes, "localhost");
        field(bytes, "content-type", RawHttp.JSON);
        field(bytes, "x-amz-target", "Kinesis_20131202.ListStreams");
        field(bytes, "x-amz-date", "20260304T050607Z");
        field(bytes, "authorization", "Credential=a/b/c/d, SignedHeaders=host, Signature=0");
        return bytes.toByteArray();
    }

    private static void field(ByteArrayOutputStream bytes, String name, String value) {
        bytes.write(0x00); // a field without index, its name and its value
        text(bytes, name);
        text(bytes, value);
    }

    private static void text(ByteArrayOutputStream bytes, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(ascii.length).as("lengths of one byte only").isLessThan(127);
        bytes.write(ascii.length);
        bytes.writeBytes(ascii);
    }

    private static byte[] body() {
        byte[] body = new byte[BODY_LENGTH];
        Arrays.fill(body, (byte) 'x');
        byte[] start = "{\"Coffee\":\"".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, body, 0, start.length);
        body[BODY_LENGTH - 2] = '"';
        body[BODY_LENGTH - 1] = '}';
        return body;
    }
}
