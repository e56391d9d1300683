package dev.millrace.local;

import static dev.millrace.local.RawHttp.CBOR;
import static dev.millrace.local.RawHttp.JSON;
import static dev.millrace.local.RawHttp.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireBodyTest {

    private static final int CAP = 16 * 1024 * 1024;
    private static final int BOMB_DEPTH = 100_000;
    private static final String UNREADABLE = "{\"__type\":\"SerializationException\"}";

    private static LocalKinesis kinesis;
    private static RawHttp http;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.start();
        http = new RawHttp(kinesis.endpoint());
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":[1",
                "{}x",
                "{}{}",
                "[]",
                "null",
                "1",
                "\"text\"",
                "{a:1}",
                "{\"a\":1e999}",
                "{\"a\":NaN}"
            })
    void aBodyThatIsNoJsonMapIsRefused(String body) {
        HttpResponse<byte[]> response = http.json("ListStreams", body);
        assertThat(text(response)).isEqualTo(UNREADABLE);
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyThatIsNoCborMapIsRefused() {
        byte[] unreadable = new CborBytes()
                .map()
                .text("__type")
                .text("SerializationException")
                .end()
                .bytes();
        for (CborBytes body : List.of(
                new CborBytes(),
                // A map without an end; with a key and no value; of definite length 2 with one member.
                new CborBytes().map(),
                new CborBytes().map().text("Limit"),
                new CborBytes().raw(0xA2).text("Limit").integer(1),
                // A text that is shorter than its head says.
                new CborBytes().map().raw(0x65).raw('L', 'i'),
                new CborBytes().list().end(),
                new CborBytes().integer(1),
                new CborBytes().map().end().map().end(),
                new CborBytes()
                        .map()
                        .text("Limit")
                        .number(Double.POSITIVE_INFINITY)
                        .end(),
                new CborBytes().map().text("Limit").number(Double.NaN).end())) {
            HttpResponse<byte[]> response = http.call(CBOR, "ListStreams", body.bytes());
            assertThat(response.body()).isEqualTo(unreadable);
            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void deepNestingIsRefused() {
        for (String opening : List.of("[", "{\"a\":")) {
            HttpResponse<byte[]> json = http.json("ListStreams", "{\"Coffee\":" + opening.repeat(BOMB_DEPTH));
            assertThat(text(json)).isEqualTo(UNREADABLE);
        }
        for (int opening : new int[] {0x9F, 0x81}) {
            int[] bomb = new int[BOMB_DEPTH];
            Arrays.fill(bomb, opening);
            HttpResponse<byte[]> cbor = http.call(
                    CBOR,
                    "ListStreams",
                    new CborBytes().map().text("Coffee").raw(bomb).bytes());
            assertThat(cbor.statusCode()).isEqualTo(400);
            assertThat(text(cbor)).contains("SerializationException");
        }
        assertThat(http.json("ListStreams", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    @Timeout(10)
    void numbersOfAnySizeAreReadInNoTime() {
        // 10^-999999999 as a decimal fraction: tag 4 [exponent, mantissa].
        CborBytes tiny = new CborBytes()
                .map()
                .text("Limit")
                .raw(0xC4, 0x82)
                .integer(-999_999_999)
                .integer(1)
                .end();
        assertThat(http.call(CBOR, "ListStreams", tiny.bytes()).statusCode()).isEqualTo(400);
        // A big integer of a mebibyte: tag 2 and a byte string.
        CborBytes big = new CborBytes()
                .map()
                .text("Limit")
                .raw(0xC2)
                .blob(filled(1024 * 1024))
                .end();
        assertThat(http.call(CBOR, "ListStreams", big.bytes()).statusCode()).isEqualTo(400);
        assertThat(http.json("ListStreams", "{\"Limit\":1e-999999999}").statusCode())
                .isEqualTo(400);
        assertThat(http.json("ListStreams", "{\"Limit\":" + "9".repeat(100_000) + "}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void integersAreFlooredAndClamped() {
        assertThat(http.json("ListStreams", "{\"Limit\":1.9}").statusCode()).isEqualTo(200);
        assertThat(text(http.json("ListStreams", "{\"Limit\":0.9}"))).contains("Value '0' at 'limit'");
        assertThat(text(http.json("ListStreams", "{\"Limit\":-0.1}"))).contains("Value '-1' at 'limit'");
        assertThat(text(http.json("ListStreams", "{\"Limit\":1e15}"))).contains("Value '2147483647' at 'limit'");
        assertThat(text(http.json("ListStreams", "{\"Limit\":99999999999999999999}")))
                .contains("Value '2147483647' at 'limit'");
    }

    @ParameterizedTest
    @MethodSource("membersOfWrongTypes")
    void aMemberOfTheWrongTypeIsTold(String operation, String body, String expected) {
        HttpResponse<byte[]> response = http.json(operation, body);
        assertThat(text(response))
                .isEqualTo("{\"__type\":\"SerializationException\",\"Message\":\"" + expected + "\"}");
        assertThat(response.statusCode()).isEqualTo(400);
    }

    static Stream<Arguments> membersOfWrongTypes() {
        String number = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to ";
        String text = "class java.lang.String can not be converted to ";
        String flag = "class java.lang.Boolean can not be converted to ";
        String list = "Start of list found where not expected";
        String map = "Start of structure or map found where not expected.";
        return Stream.of(
                Arguments.of("CreateStream", "{\"StreamName\":true}", flag + "an String"),
                Arguments.of("CreateStream", "{\"StreamName\":1}", number + "an String"),
                Arguments.of("CreateStream", "{\"StreamName\":[]}", list),
                Arguments.of("CreateStream", "{\"StreamName\":{}}", map),
                Arguments.of("CreateStream", "{\"ShardCount\":\"1\"}", text + "an Integer"),
                Arguments.of("CreateStream", "{\"ShardCount\":false}", flag + "an Integer"),
                Arguments.of("CreateStream", "{\"StreamModeDetails\":\"x\"}", "Expected null"),
                Arguments.of("CreateStream", "{\"StreamModeDetails\":[]}", list),
                Arguments.of("DeleteStream", "{\"EnforceConsumerDeletion\":1}", number + "an Boolean"),
                Arguments.of("GetShardIterator", "{\"Timestamp\":\"now\"}", text + "milliseconds since epoch"),
                Arguments.of("PutRecords", "{\"Records\":1}", "Expected list or null"),
                Arguments.of("PutRecords", "{\"Records\":{}}", map),
                Arguments.of("PutRecords", "{\"Records\":[1]}", "Expected null"),
                Arguments.of("PutRecords", "{\"Records\":[{\"PartitionKey\":1}]}", number + "an String"),
                Arguments.of("PutRecord", "{\"Data\":1}", number + "a Blob"),
                Arguments.of(
                        "PutRecord",
                        "{\"Data\":\"abc\"}",
                        "'abc' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes"
                                + " but found: 3"),
                Arguments.of(
                        "PutRecord",
                        "{\"Data\":\"ab!=\"}",
                        "'ab!=' can not be converted to a Blob: Invalid Base64 character: '!'"),
                Arguments.of(
                        "PutRecord",
                        "{\"Data\":\"a===\"}",
                        "'a===' can not be converted to a Blob: Invalid last non-pad Base64 character dectected"));
    }

    @Test
    void aBodyOverTheCapIsRefusedByItsLength() throws IOException {
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(head("Content-Length: " + (CAP + 1)));
            RawConnection.Reply reply = connection.reply();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.head()).contains("x-amzn-requestid:");
        }
    }

    @Test
    void aBodyOverTheCapIsRefusedWhenItComesInChunks() throws IOException {
        byte[] data = filled(1024 * 1024);
        try (RawConnection connection = new RawConnection(kinesis.port())) {
            connection.write(head("Transfer-Encoding: chunked"));
            for (int i = 0; i < 16; i++) {
                connection.write(Integer.toHexString(data.length) + "\r\n");
                connection.write(data);
                connection.write("\r\n");
            }
            connection.write("1\r\n{\r\n");
            assertThat(connection.reply().status()).isEqualTo(413);
        }
    }

    @Test
    void aBodyOfTheCapIsRead() {
        byte[] body = filled(CAP);
        byte[] start = "{\"Coffee\":\"".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, body, 0, start.length);
        body[CAP - 2] = '"';
        body[CAP - 1] = '}';
        assertThat(http.call(JSON, "ListStreams", body).statusCode()).isEqualTo(200);
    }

    private static String head(String framing) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + JSON + "\r\nX-Amz-Target:"
                + " Kinesis_20131202.ListStreams\r\nAuthorization: " + RawHttp.SIGNED
                + "\r\nX-Amz-Date: 20260304T050607Z\r\n" + framing + "\r\n\r\n";
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }
}
