package dev.millrace.cli.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.text.SafeText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafeTextTest {

    static Stream<Arguments> unsafeTexts() {
        return Stream.of(
                arguments("plain text", "plain text"),
                arguments("Größe 東京 😀", "Größe 東京 😀"),
                arguments("a\\b", "a\\\\b"),
                arguments("\u001b[31m", "\\x1b[31m"),
                arguments("a\tb\nc\rd", "a\\x09b\\x0ac\\x0dd"),
                arguments("\u0000\u007f", "\\x00\\x7f"),
                arguments("\u009b31m", "\\xc2\\x9b31m"),
                arguments("\u202egnp.exe", "\\xe2\\x80\\xaegnp.exe"),
                arguments("\u2066\u2069", "\\xe2\\x81\\xa6\\xe2\\x81\\xa9"),
                arguments("\u200b\ufeff", "\\xe2\\x80\\x8b\\xef\\xbb\\xbf"),
                arguments("\u2028\u2029", "\\xe2\\x80\\xa8\\xe2\\x80\\xa9"),
                arguments("\u00a0\u3000", "\\xc2\\xa0\\xe3\\x80\\x80"),
                arguments("\ue000", "\\xee\\x80\\x80"));
    }

    @ParameterizedTest
    @MethodSource("unsafeTexts")
    void charactersThatMoveTheTerminalAreEscaped(String text, String safe) {
        assertThat(SafeText.of(text)).isEqualTo(safe);
        assertThat(SafeText.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(safe);
    }

    @Test
    void bytesThatAreNoUtf8AreEscapedOneByOne() {
        assertThat(SafeText.of(bytes(0xFF, 'a', 0x80, ' ', '~', '\\', 0x1B))).isEqualTo("\\xffa\\x80 ~\\x5c\\x1b");
        assertThat(SafeText.of(bytes('a', 0xC3))).as("cut in a character").isEqualTo("a\\xc3");
        assertThat(SafeText.of(bytes(0xC0, 0x80))).as("overlong").isEqualTo("\\xc0\\x80");
        assertThat(SafeText.of(bytes(0xED, 0xA0, 0x80))).as("surrogate").isEqualTo("\\xed\\xa0\\x80");
    }

    @Test
    void unpairedSurrogateIsShownAsSomethingPrintable() {
        assertThat(SafeText.of("a\ud800b")).isEqualTo("a\\x3fb");
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        assertThat(SafeText.shortened("abcd", 4)).isEqualTo("abcd");
        assertThat(SafeText.shortened("abcde", 4)).isEqualTo("abcd...");
        assertThat(SafeText.shortened("abc😀", 4)).isEqualTo("abc...");
        assertThat(SafeText.shortened("ab😀e", 4)).isEqualTo("ab😀...");
    }

    @Test
    void bufferIsReadBetweenPositionAndLimitAndNotMoved() {
        ByteBuffer buffer = bytes('x', 'a', 'b', 'y').position(1).limit(3).asReadOnlyBuffer();

        assertThat(SafeText.of(buffer)).isEqualTo("ab");
        assertThat(SafeText.utf8OrNull(buffer)).isEqualTo("ab");
        assertThat(buffer.position()).isEqualTo(1);
        assertThat(buffer.limit()).isEqualTo(3);
    }

    @Test
    void nothingRawComesOutOfRandomBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThat(SafeText.of(ByteBuffer.wrap(bytes))).as("seed=%d", seed).matches(Printable::isSafe);
            String text = random.ints(10, 0, 0x11_0000)
                    .filter(point -> point < 0xD800 || point > 0xDFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(SafeText.of(text)).as("seed=%d", seed).matches(Printable::isSafe);
        }
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }
}
