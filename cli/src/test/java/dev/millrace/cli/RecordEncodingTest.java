package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.io.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEncodingTest {

    @ParameterizedTest
    @CsvSource({
        "HEX, f3899ac2, f3899ac2",
        "HEX, F3 89 9A C2, f3899ac2",
        "HEX, '', ''",
        "BASE64, 84mawg==, f3899ac2",
        "BASE64, 84mawg, f3899ac2",
        "BASE64, '84m\nawg==\n', f3899ac2",
        "RAW, f389, 66333839",
        "AUTO, f3899ac2, f3899ac2",
        "AUTO, 84mawg==, f3899ac2",
        "AUTO, '84mawg==\r\n', f3899ac2",
        "AUTO, hello world!, 68656c6c6f20776f726c6421",
        "AUTO, '', ''",
        "AUTO, abc, 616263"
    })
    void bytesAreFoundInTheText(RecordEncoding encoding, String content, String hex) {
        byte[] decoded = encoding.decode(content.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(HexFormat.of().formatHex(decoded)).isEqualTo(hex);
    }

    @Test
    void bytesThatBeginWithTheMagicAreTakenAsTheyAre() {
        byte[] record = HexFormat.of().parseHex("f3899ac220202020");

        assertThat(RecordEncoding.AUTO.decode(record)).isEqualTo(record);
        assertThat(RecordEncoding.RAW.decode(record)).isEqualTo(record);
    }

    @Test
    void textThatReadsBothWaysIsHex() {
        assertThat(RecordEncoding.AUTO.decode("cafe".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(HexFormat.of().parseHex("cafe"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 57, 1000, 5_000_000})
    void textOfAnyLengthIsRecognised(int length) {
        byte[] record = new byte[length];
        new Random(length).nextBytes(record);
        String hex = HexFormat.of().formatHex(record);
        String base64 = Base64.getMimeEncoder().encodeToString(record);

        assertThat(RecordEncoding.AUTO.decode(hex.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(record);
        assertThat(RecordEncoding.BASE64.decode(base64.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(record);
        // One byte in base64 may be four hexadecimal digits as well.
        if (length > 1) {
            assertThat(RecordEncoding.AUTO.decode(base64.getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo(record);
        }
    }

    @ParameterizedTest
    @CsvSource({"HEX, f38", "HEX, xy", "BASE64, a", "BASE64, a*bc", "BASE64, ==="})
    void whatIsNotWrittenSoIsRefused(RecordEncoding encoding, String content) {
        assertThatThrownBy(() -> encoding.decode(content.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        "record is not written in " + encoding.name().toLowerCase(Locale.ROOT));
    }
}
