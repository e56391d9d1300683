package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that promise more than they have, or hold it in odd ways. */
@Timeout(20)
class MalformedBodyTest {

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

    @AfterEach
    void othersAreServed() {
        assertThat(http.json("ListStreams", "{}").statusCode()).isEqualTo(200);
    }

    static Stream<Arguments> promises() {
        int[] most = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
        int[] twoGibibytes = {0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF};
        int[] fortyBits = {0, 0, 1, 0, 0, 0, 0, 0};
        return Stream.of("bytes", "text", "list", "map")
                .flatMap(kind -> Stream.of(most, twoGibibytes, fortyBits).map(length -> Arguments.of(kind, length)));
    }

    @ParameterizedTest
    @MethodSource("promises")
    void aLengthThatIsNotThereIsRefusedWithoutRoomForIt(String kind, int[] length) {
        int major = 0x1B | major(kind);
        CborBytes inside =
                new CborBytes().map().text("Coffee").raw(major).raw(length).raw('x', 'y');
        assertRefused(inside);
        assertRefused(new CborBytes().raw(major).raw(length).raw('x', 'y'));
    }

    @Test
    void textsAndBytesInPiecesAreRead() {
        CborBytes pieces = new CborBytes()
                .map()
                .text("ExclusiveStartStreamName")
                .raw(0x7F, 0x61, 'a', 0x61, 'b', 0xFF)
                .text("Coffee")
                .raw(0x5F, 0x42, 1, 2, 0x41, 3, 0xFF)
                .end();
        assertThat(http.call(RawHttp.CBOR, "ListStreams", pieces.bytes()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void piecesOfAnotherKindOrWithoutEndAreRefused() {
        assertRefused(
                new CborBytes().map().text("Coffee").raw(0x7F, 0x41, 1, 0xFF).end());
        assertRefused(
                new CborBytes().map().text("Coffee").raw(0x5F, 0x61, 'a', 0xFF).end());
        assertRefused(new CborBytes()
                .map()
                .text("Coffee")
                .raw(0x7F, 0x7F, 0x61, 'a', 0xFF, 0xFF)
                .end());
        assertRefused(new CborBytes().map().text("Coffee").raw(0x7F, 0x61, 'a'));
        assertRefused(new CborBytes().map().text("Coffee").raw(0xFF));
        int[] pieces = new int[200_000];
        Arrays.fill(pieces, 0x60);
        assertRefused(new CborBytes().map().text("Coffee").raw(0x7F).raw(pieces));
    }

    @Test
    void tagsWithoutEndAreRefused() {
        int[] tags = new int[1_000_000];
        Arrays.fill(tags, 0xC1);
        assertRefused(new CborBytes().map().text("Coffee").raw(tags));
    }

    @Test
    void theLastOfTwoMembersOfANameCounts() {
        assertThat(RawHttp.text(http.json("ListStreams", "{\"Limit\":5,\"Limit\":0}")))
                .contains("Value '0' at 'limit'");
        assertThat(http.json("ListStreams", "{\"Limit\":0,\"Limit\":5}").statusCode())
                .isEqualTo(200);
        CborBytes twice = new CborBytes()
                .map()
                .text("Limit")
                .integer(5)
                .text("Limit")
                .integer(0)
                .end();
        HttpResponse<byte[]> response = http.call(RawHttp.CBOR, "ListStreams", twice.bytes());
        assertThat(RawHttp.text(response)).contains("Value '0' at 'limit'");
    }

    @Test
    void namesThatAreNoTextOrVeryManyAreNoTrouble() {
        assertRefused(new CborBytes().map().raw(0x81, 0x01).integer(1).end());
        StringBuilder names = new StringBuilder("{");
        for (int i = 0; i < 500_000; i++) {
            names.append("\"n").append(i).append("\":1,");
        }
        assertThat(http.json("ListStreams", names + "\"Limit\":1}").statusCode())
                .isEqualTo(200);
        assertThat(http.json("ListStreams", "{\"" + "n".repeat(100_000) + "\":1}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void textThatIsNoUtf8IsRefused() {
        byte[] json = "{\"Coffee\":\"??\"}".getBytes(StandardCharsets.US_ASCII);
        json[11] = (byte) 0xC0;
        json[12] = (byte) 0x80;
        for (int second : new int[] {0x20, 0xFF}) {
            json[12] = (byte) second;
            assertThat(http.call(RawHttp.JSON, "ListStreams", json).statusCode())
                    .as("C0 %x", second)
                    .isEqualTo(400);
        }
    }

    private static int major(String kind) {
        return switch (kind) {
            case "bytes" -> 0x40;
            case "text" -> 0x60;
            case "list" -> 0x80;
            default -> 0xA0;
        };
    }

    private static void assertRefused(CborBytes body) {
        HttpResponse<byte[]> response = http.call(RawHttp.CBOR, "ListStreams", body.bytes());
        assertThat(RawHttp.text(response)).contains("SerializationException");
        assertThat(response.statusCode()).isEqualTo(400);
    }
}
