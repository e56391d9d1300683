package dev.millrace.local;

import static dev.millrace.local.Http2Bytes.CONTINUATION;
import static dev.millrace.local.Http2Bytes.DATA;
import static dev.millrace.local.Http2Bytes.END_HEADERS;
import static dev.millrace.local.Http2Bytes.END_STREAM;
import static dev.millrace.local.Http2Bytes.GOAWAY;
import static dev.millrace.local.Http2Bytes.HEADERS;
import static dev.millrace.local.Http2Bytes.PING;
import static dev.millrace.local.Http2Bytes.RST_STREAM;
import static dev.millrace.local.Http2Bytes.SETTINGS;
import static dev.millrace.local.Http2Bytes.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Frames that are wrong end their connection or their stream, and nobody else's. */
@Timeout(60)
class MalformedHttp2Test {

    private static LocalKinesis kinesis;
    private static KinesisClient others;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.start();
        others = ClientForm.ASYNC_CBOR.openWithoutRetries(kinesis.endpoint(), Region.US_EAST_1);
    }

    @AfterAll
    static void stop() {
        others.close();
        kinesis.close();
    }

    @AfterEach
    void othersAreServed() {
        assertThat(others.listStreams().streamNames()).isEmpty();
    }

    static Stream<Arguments> wrongFrames() {
        byte[] head = Http2Bytes.listStreams();
        return Stream.of(
                Arguments.of("frame over the size", Http2Bytes.greeting().head(16_385, DATA, 0, 1)),
                Arguments.of("largest frame there is", Http2Bytes.greeting().head(0xFFFFFF, HEADERS, 0, 1)),
                Arguments.of("settings of a wrong length", Http2Bytes.greeting().frame(SETTINGS, 0, 0, 1, 2, 3)),
                Arguments.of("settings of a stream", Http2Bytes.greeting().frame(SETTINGS, 0, 1)),
                Arguments.of("ping of a wrong length", Http2Bytes.greeting().frame(PING, 0, 0, 1)),
                Arguments.of("window of nothing", Http2Bytes.greeting().frame(WINDOW_UPDATE, 0, 0, 0, 0, 0, 0)),
                Arguments.of(
                        "window over the largest",
                        Http2Bytes.greeting().frame(WINDOW_UPDATE, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF)),
                Arguments.of("data of no stream", Http2Bytes.greeting().frame(DATA, 0, 0, 1)),
                Arguments.of(
                        "data of a stream that is not open",
                        Http2Bytes.greeting().frame(DATA, 0, 7, 1)),
                Arguments.of("head of no stream", Http2Bytes.greeting().frame(HEADERS, END_HEADERS, 0, head)),
                Arguments.of(
                        "continuation of nothing", Http2Bytes.greeting().frame(CONTINUATION, END_HEADERS, 1, head)),
                Arguments.of(
                        "another frame in the middle of a head",
                        Http2Bytes.greeting().frame(HEADERS, 0, 1, head).frame(PING, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                Arguments.of(
                        "index beyond the table",
                        Http2Bytes.greeting().frame(HEADERS, END_HEADERS, 1, 0xFF, 0xFF, 0x7F)),
                Arguments.of(
                        "text that is longer than its head",
                        Http2Bytes.greeting().frame(HEADERS, END_HEADERS, 1, 0x00, 0x7F, 0xFF, 0xFF, 0x03)),
                Arguments.of("head without end", endlessHead()),
                Arguments.of("pings without end", pings()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongFrames")
    void aWrongFrameEndsItsConnection(String what, Http2Bytes sent) throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            assertThat(framesUntilClosed(connection, sent.bytes())).as(what).doesNotContain(DATA);
        }
    }

    @Test
    void aFrameThatIsCutEndsWithItsConnection() throws IOException {
        byte[] whole = Http2Bytes.greeting()
                .frame(HEADERS, END_HEADERS, 1, Http2Bytes.listStreams())
                .frame(DATA, END_STREAM, 1, '{', '}')
                .bytes();
        for (int length = 1; length < whole.length; length += 3) {
            try (RawConnection connection = new RawConnection(kinesis.port())) {
                connection.write(Arrays.copyOf(whole, length));
                connection.socket().shutdownOutput();
                List<Integer> types = new ArrayList<>();
                read(connection, types);
                assertThat(types).as("cut behind %s bytes", length).doesNotContain(DATA);
            }
        }
    }

    @Test
    void aHeadOverTheSizeIsRefused() throws IOException {
        byte[] large = new byte[16_000];
        Arrays.fill(large, (byte) 'x');
        ByteArrayOutputStream hpack = new ByteArrayOutputStream();
        hpack.writeBytes(Http2Bytes.listStreams());
        hpack.writeBytes(new byte[] {0x00, 1, 'a', 0x7F, (byte) 0x81, 0x7C});
        hpack.write(large, 0, 127 + 1 + (0x7C << 7));
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(Http2Bytes.greeting()
                    .frame(HEADERS, END_HEADERS | END_STREAM, 1, hpack.toByteArray())
                    .bytes());
            // Either the connection's end, or an answer of the server itself, which the operation had no part in.
            StringBuilder answer = new StringBuilder();
            boolean ended = false;
            while (!ended) {
                int lengthAndType = connection.in().readInt();
                int flags = connection.in().readUnsignedByte();
                connection.in().skipNBytes(4);
                byte[] payload = connection.in().readNBytes(lengthAndType >>> 8);
                int type = lengthAndType & 0xFF;
                answer.append(new String(payload, StandardCharsets.ISO_8859_1));
                boolean last = (type == HEADERS || type == DATA) && (flags & END_STREAM) != 0;
                ended = last || type == RST_STREAM || type == GOAWAY;
            }
            assertThat(answer.toString()).doesNotContain("SerializationException", "x-amzn");
        }
    }

    @Test
    void unknownFramesAreIgnored() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(Http2Bytes.greeting()
                    .frame(0x7F, 0xFF, 0, 1, 2, 3)
                    .frame(HEADERS, END_HEADERS, 1, Http2Bytes.listStreams())
                    .frame(0x42, 0, 1, 4)
                    .frame(DATA, END_STREAM, 1, '{', '}')
                    .bytes());
            int type = -1;
            while (type != DATA) {
                int lengthAndType = connection.in().readInt();
                type = lengthAndType & 0xFF;
                assertThat(type).isNotIn(RST_STREAM, GOAWAY);
                connection.in().skipNBytes(5 + (lengthAndType >>> 8));
            }
        }
    }

    private static Http2Bytes endlessHead() {
        byte[] part = new byte[16_000];
        Arrays.fill(part, (byte) 0x84);
        Http2Bytes sent = Http2Bytes.greeting().frame(HEADERS, 0, 1, part);
        for (int i = 0; i < 100; i++) {
            sent.frame(CONTINUATION, 0, 1, part);
        }
        return sent;
    }

    private static Http2Bytes pings() {
        Http2Bytes sent = Http2Bytes.greeting();
        for (int i = 0; i < 5_000; i++) {
            sent.frame(PING, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        return sent;
    }

    /** Sends, and reads to the end of the connection, which the server has to make. */
    private static List<Integer> framesUntilClosed(RawConnection connection, byte[] sent) throws IOException {
        List<Integer> types = new ArrayList<>();
        try {
            connection.write(sent);
        } catch (SocketException e) {
            // It was closed before all was sent.
            return types;
        }
        read(connection, types);
        return types;
    }

    private static void read(RawConnection connection, List<Integer> types) throws IOException {
        try {
            while (true) {
                int lengthAndType = connection.in().readInt();
                types.add(lengthAndType & 0xFF);
                connection.in().skipNBytes(5 + (lengthAndType >>> 8));
            }
        } catch (EOFException | SocketException e) {
            // Closed, in an orderly way or not.
        }
    }
}
