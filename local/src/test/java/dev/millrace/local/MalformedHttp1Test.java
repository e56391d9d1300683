package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Requests over HTTP/1.1 that are wrong in their heads or in how their bodies are framed. */
@Timeout(60)
class MalformedHttp1Test {

    private static final String CALL = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + RawHttp.JSON
            + "\r\nX-Amz-Target: Kinesis_20131202.ListStreams\r\nAuthorization: " + RawHttp.SIGNED
            + "\r\nX-Amz-Date: 20260304T050607Z\r\n";

    private static LocalKinesis kinesis;
    private static KinesisClient others;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.start();
        others = ClientForm.SYNC_JSON.openWithoutRetries(kinesis.endpoint(), Region.US_EAST_1);
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

    static Stream<String> wrongRequests() {
        return Stream.of(
                "\0\0\0\0\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "G\u0001T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\n: no name\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nA: \0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nA: " + "x".repeat(100_000) + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\n" + "A: b\r\n".repeat(20_000) + "\r\n",
                "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                CALL + "Content-Length: -1\r\n\r\n{}",
                CALL + "Content-Length: two\r\n\r\n{}",
                CALL + "Content-Length: 99999999999999999999\r\n\r\n{}",
                CALL + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                CALL + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                CALL + "Transfer-Encoding: gzip\r\n\r\n{}",
                CALL + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                CALL + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
                CALL + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                CALL + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}}}\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void aWrongRequestIsRefusedAndItsConnectionClosed(String request) throws IOException {
        String answer = answer(request);
        assertThat(answer).matches("(?s)(HTTP/1\\.[01] (4\\d\\d|50[15]) .*)?").doesNotContain("StreamNames");
    }

    @Test
    void aRequestThatIsCutAnywhereIsNotAnswered() throws IOException {
        String whole = CALL + "Content-Length: 2\r\n\r\n{}";
        assertThat(answer(whole)).startsWith("HTTP/1.1 200 ").contains("StreamNames");
        for (int length = 1; length < whole.length(); length += 7) {
            assertThat(answer(whole.substring(0, length)))
                    .as("cut behind %s bytes", length)
                    .doesNotContain("StreamNames");
        }
    }

    @Test
    void aBodyInManySmallChunksIsRead() throws IOException {
        StringBuilder body = new StringBuilder("1\r\n{\r\n");
        for (int i = 0; i < 5_000; i++) {
            body.append("1\r\n \r\n");
        }
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(CALL + "Transfer-Encoding: chunked\r\n\r\n" + body + "1\r\n}\r\n0\r\n\r\n");
            assertThat(connection.reply().status()).isEqualTo(200);
        }
    }

    /** What comes back until the connection is closed; nothing more is sent. */
    private static String answer(String request) throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            try {
                connection.write(request.getBytes(StandardCharsets.ISO_8859_1));
                connection.socket().shutdownOutput();
                return new String(connection.in().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (SocketException e) {
                // Closed before all was sent or read.
                return "";
            }
        }
    }
}
