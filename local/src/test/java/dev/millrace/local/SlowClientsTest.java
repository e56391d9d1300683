package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.server.Patience;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Clients that never get to the end of what they say. Others are served meanwhile, and the slow ones are put out. */
@Timeout(60)
class SlowClientsTest {

    private static final int PAUSE_MILLIS = 30;
    private static final int TOO_LONG_MILLIS = 20_000;
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + RawHttp.JSON
            + "\r\nX-Amz-Target: Kinesis_20131202.ListStreams\r\nAuthorization: " + RawHttp.SIGNED
            + "\r\nX-Amz-Date: 20260304T050607Z\r\n";

    private static LocalKinesis kinesis;
    private static KinesisClient others;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.builder()
                .patience(new Patience(Duration.ofMillis(400), Duration.ofMillis(600)))
                .start();
        others = ClientForm.SYNC_CBOR.openWithoutRetries(kinesis.endpoint(), Region.US_EAST_1);
    }

    @AfterAll
    static void stop() {
        others.close();
        kinesis.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PRI * HTTP/2.0\r\n",
                "\u0016",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "GET / HTT",
                "GET / HTTP/1.1\r\nHost: lo"
            })
    void aConnectionThatFallsSilentBeforeItsFirstRequestIsClosed(String start) throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(start.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(connection.in().readAllBytes()).isEmpty();
        }
        others.listStreams();
    }

    @Test
    void aHeadThatComesByteByByteIsCutOff() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            assertThat(dribble(connection, "GET / HTTP/1.1\r\nHost: localhost\r\nA: "))
                    .isEmpty();
        }
    }

    @Test
    void aLaterHeadThatComesByteByByteIsCutOffToo() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(connection.reply().status()).isEqualTo(200);
            assertThat(dribble(connection, "GET / HTTP/1.1\r\nHost: localhost\r\nA: "))
                    .isEmpty();
        }
    }

    @Test
    void aBodyThatComesByteByByteIsRefusedAndItsConnectionClosed() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(HEAD + "Content-Length: 1000000\r\n\r\n");
            assertThat(dribble(connection, "{")).startsWith("HTTP/1.1 408 ").containsIgnoringCase("connection: close");
        }
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n1000\r\n");
            assertThat(dribble(connection, "{")).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void aBodyThatDoesNotComeEndsItsOwnStreamOfHttp2() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(Http2Bytes.greeting()
                    .frame(Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, 1, Http2Bytes.listStreams())
                    .frame(Http2Bytes.DATA, 0, 1, '{')
                    .bytes());
            awaitEndOfStream(connection, 1);
            connection.write(new Http2Bytes()
                    .frame(Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, 3, Http2Bytes.listStreams())
                    .frame(Http2Bytes.DATA, Http2Bytes.END_STREAM, 3, '{', '}')
                    .bytes());
            assertThat(awaitEndOfStream(connection, 3)).contains("StreamNames");
        }
    }

    @Test
    void aHeadOfHttp2ThatComesByteByByteIsCutOff() throws IOException {
        try (RawConnection connection = greeted()) {
            byte[] start = new Http2Bytes()
                    .head(1_000, Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, 1)
                    .bytes();
            dribble(connection, start, new byte[1]);
        }
    }

    @Test
    void aLaterHeadOfHttp2InFramesWithoutEndIsCutOffToo() throws IOException {
        try (RawConnection connection = greeted()) {
            connection.write(new Http2Bytes()
                    .frame(Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, 1, Http2Bytes.listStreams())
                    .frame(Http2Bytes.DATA, Http2Bytes.END_STREAM, 1, '{', '}')
                    .bytes());
            assertThat(awaitEndOfStream(connection, 1)).contains("StreamNames");
            byte[] start = new Http2Bytes()
                    .frame(Http2Bytes.HEADERS, 0, 3, Http2Bytes.listStreams())
                    .bytes();
            byte[] next =
                    new Http2Bytes().frame(Http2Bytes.CONTINUATION, 0, 3, 0x83).bytes();
            dribble(connection, start, next);
        }
    }

    @Test
    void aBodyOfHttp2MayTakeLongerThanAHead() throws IOException {
        Patience patience = new Patience(Duration.ofMillis(200), Duration.ofSeconds(30));
        try (LocalKinesis patient = LocalKinesis.builder().patience(patience).start();
                RawConnection connection = greeted(patient)) {
            String body = " ".repeat(40) + "{}";
            connection.write(new Http2Bytes()
                    .frame(Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, 1, Http2Bytes.listStreams())
                    .head(body.length(), Http2Bytes.DATA, Http2Bytes.END_STREAM, 1)
                    .bytes());
            connection.socket().setSoTimeout(PAUSE_MILLIS);
            for (int i = 0; i < body.length() - 1; i++) {
                connection.write(body.substring(i, i + 1));
                assertThatThrownBy(() -> connection.in().read()).isInstanceOf(SocketTimeoutException.class);
            }
            connection.socket().setSoTimeout(TOO_LONG_MILLIS);
            connection.write("}");
            assertThat(awaitEndOfStream(connection, 1)).contains("StreamNames");
        }
    }

    @Test
    void aConnectionOfHttp2ThatIsIdleBetweenRequestsStays() throws IOException {
        try (RawConnection connection = greeted()) {
            for (int stream = 1; stream <= 3; stream += 2) {
                connection.write(new Http2Bytes()
                        .frame(Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, stream, Http2Bytes.listStreams())
                        .frame(Http2Bytes.DATA, Http2Bytes.END_STREAM, stream, '{', '}')
                        .bytes());
                assertThat(awaitEndOfStream(connection, stream)).contains("StreamNames");
                connection.socket().setSoTimeout(1_500);
                assertThatThrownBy(() -> connection.in().read()).isInstanceOf(SocketTimeoutException.class);
                connection.socket().setSoTimeout(TOO_LONG_MILLIS);
            }
        }
    }

    @Test
    void aBodyForTheConsoleThatComesByteByByteIsRefusedToo() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            String head = String.join(
                    "\r\n",
                    "POST /_millrace/api/operations/CreateStream HTTP/1.1",
                    "Host: localhost",
                    "X-Millrace-Control: 1",
                    "Content-Length: 1000000",
                    "",
                    "");
            assertThat(dribble(connection, head + "{"))
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("connection: close")
                    .contains("RequestTimeout");
        }
    }

    @Test
    void aConnectionThatIsIdleBetweenRequestsStays() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            for (int i = 0; i < 2; i++) {
                connection.write(HEAD + "Content-Length: 2\r\n\r\n{}");
                assertThat(connection.reply().status()).isEqualTo(200);
                connection.socket().setSoTimeout(1_500);
                assertThatThrownBy(() -> connection.in().read()).isInstanceOf(SocketTimeoutException.class);
                connection.socket().setSoTimeout(TOO_LONG_MILLIS);
            }
        }
    }

    @Test
    void manySlowClientsHinderNobody() throws IOException {
        RawConnection[] slow = new RawConnection[200];
        try {
            for (int i = 0; i < slow.length; i++) {
                slow[i] = new RawConnection(kinesis.port());
                slow[i].write(i % 2 == 0 ? HEAD + "Content-Length: 1000\r\n\r\n{" : "GET / HTTP/1.1\r\nHost:");
            }
            for (int i = 0; i < 50; i++) {
                others.listStreams();
            }
            for (RawConnection connection : slow) {
                assertThat(new String(connection.in().readAllBytes(), StandardCharsets.US_ASCII))
                        .matches("(?s)(HTTP/1.1 408 .*)?");
            }
        } finally {
            for (RawConnection connection : slow) {
                if (connection != null) {
                    connection.close();
                }
            }
        }
    }

    /** Sends the same bytes again and again until the connection is closed; gives what came back. */
    private static String dribble(RawConnection connection, String start) throws IOException {
        return dribble(connection, start.getBytes(StandardCharsets.US_ASCII), new byte[] {'x'});
    }

    private static String dribble(RawConnection connection, byte[] start, byte[] next) throws IOException {
        StringBuilder answer = new StringBuilder();
        long limit = System.nanoTime() + TOO_LONG_MILLIS * 1_000_000L;
        connection.socket().setSoTimeout(PAUSE_MILLIS);
        try {
            connection.write(start);
            while (System.nanoTime() < limit) {
                connection.write(next);
                others.listStreams();
                try {
                    int first = connection.in().read();
                    if (first < 0) {
                        return answer.toString();
                    }
                    answer.append((char) first);
                    connection.socket().setSoTimeout(TOO_LONG_MILLIS);
                    return answer + new String(connection.in().readAllBytes(), StandardCharsets.ISO_8859_1);
                } catch (SocketTimeoutException e) {
                    // Nothing yet: the next byte.
                }
            }
        } catch (SocketException e) {
            return answer.toString();
        }
        throw new AssertionError("the connection was not closed");
    }

    private static RawConnection greeted() throws IOException {
        return greeted(kinesis);
    }

    /** A connection over which HTTP/2 is spoken, and nothing is on its way to the client. */
    private static RawConnection greeted(LocalKinesis service) throws IOException {
        RawConnection connection = new RawConnection(service.port());
        connection.write(
                Http2Bytes.greeting().frame(Http2Bytes.PING, 0, 0, new byte[8]).bytes());
        int type;
        do {
            int lengthAndType = connection.in().readInt();
            type = lengthAndType & 0xFF;
            connection.in().readNBytes(5 + (lengthAndType >>> 8));
        } while (type != Http2Bytes.PING);
        return connection;
    }

    /** Reads frames until one ends the stream; gives its data. */
    private static String awaitEndOfStream(RawConnection connection, int stream) throws IOException {
        StringBuilder data = new StringBuilder();
        while (true) {
            int lengthAndType = connection.in().readInt();
            int flags = connection.in().readUnsignedByte();
            int of = connection.in().readInt();
            byte[] payload = connection.in().readNBytes(lengthAndType >>> 8);
            int type = lengthAndType & 0xFF;
            assertThat(type).isNotEqualTo(Http2Bytes.GOAWAY);
            if (of == stream && type == Http2Bytes.DATA) {
                data.append(new String(payload, StandardCharsets.UTF_8));
            }
            boolean ends =
                    (type == Http2Bytes.DATA || type == Http2Bytes.HEADERS) && (flags & Http2Bytes.END_STREAM) != 0;
            if (of == stream && (ends || type == Http2Bytes.RST_STREAM)) {
                return data.toString();
            }
        }
    }
}
