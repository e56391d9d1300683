package dev.millrace.local.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.state.SavedPart;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SealedTextTest {

    /** Of a length at which base64 has no padding, which may be left out. */
    private static final byte[] CONTENT = "a content".getBytes(StandardCharsets.US_ASCII);

    private final SealedText texts = new SealedText(SavedPart.FORGOTTEN);

    @Test
    void whatWasSealedIsOpened() {
        assertThat(texts.open(texts.seal(CONTENT))).isEqualTo(CONTENT);
        assertThat(texts.open(texts.seal(new byte[0]))).isEmpty();
    }

    @Test
    void theSameBytesNeverGiveTheSameText() {
        assertThat(texts.seal(CONTENT)).isNotEqualTo(texts.seal(CONTENT));
    }

    @Test
    void textsOfAnotherServiceAreRefused() {
        assertThat(texts.open(new SealedText(SavedPart.FORGOTTEN).seal(CONTENT)))
                .isNull();
    }

    @Test
    void anyChangedByteIsRefused() {
        byte[] token = Base64.getDecoder().decode(texts.seal(CONTENT));
        for (int i = 0; i < token.length; i++) {
            byte[] changed = token.clone();
            changed[i] ^= 0x40;
            assertThat(texts.open(Base64.getEncoder().encodeToString(changed)))
                    .as("byte %s", i)
                    .isNull();
        }
    }

    @Test
    void whatIsTooShortTooLongOrNoBase64IsRefused() {
        String sealed = texts.seal(CONTENT);
        for (int length = 0; length < sealed.length(); length++) {
            assertThat(texts.open(sealed.substring(0, length))).isNull();
        }
        assertThat(texts.open("!")).isNull();
        assertThat(texts.open("A".repeat(1_000_000))).isNull();
    }
}
