package dev.millrace.local;

import static dev.millrace.local.RawHttp.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small bodies that claim to be large, and large ones that a parser should not hold: refused, and soon. */
@Timeout(20)
class LengthBombTest {

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

    /** First bytes of a value: bytes, text, array, map and tag of up to 2^63 members, none of which follow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5a7fffffff",
                "5affffffff",
                "5b7fffffffffffffff",
                "5bffffffffffffffff",
                "7a7fffffff",
                "7affffffff",
                "7b7fffffffffffffff",
                "7bffffffffffffffff",
                "9a7fffffff",
                "9b7fffffffffffffff",
                "9bffffffffffffffff",
                "ba7fffffff",
                "bb7fffffffffffffff",
                "c2" + "5a7fffffff",
                "c3" + "5b7fffffffffffffff"
            })
    void lengthsThatCborClaimsAreNotBelieved(String value) {
        CborBytes body = new CborBytes().map().text("Coffee");
        for (byte part : HexFormat.of().parseHex(value)) {
            body.raw(part & 0xFF);
        }
        HttpResponse<byte[]> response = http.call(RawHttp.CBOR, "ListStreams", body.bytes());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("SerializationException");
    }

    @Test
    void longNumbersAndNamesAreRefused() {
        for (String body : new String[] {
            "{\"Limit\":" + "9".repeat(1_000_000) + "}",
            "{\"Limit\":0." + "9".repeat(1_000_000) + "}",
            "{\"" + "x".repeat(1_000_000) + "\":1}"
        }) {
            HttpResponse<byte[]> response = http.json("ListStreams", body);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(text(response)).contains("SerializationException");
        }
    }

    @Test
    void theServiceLivesOn() {
        byte[] wide = ("{\"Coffee\":[" + "1,".repeat(4_000_000) + "1]}").getBytes(StandardCharsets.US_ASCII);
        assertThat(http.call(RawHttp.JSON, "ListStreams", wide).statusCode()).isEqualTo(200);
        assertThat(http.json("ListStreams", "{}").statusCode()).isEqualTo(200);
    }
}
