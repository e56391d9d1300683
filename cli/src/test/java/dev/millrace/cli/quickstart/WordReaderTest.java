package dev.millrace.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.io.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordReaderTest {

    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int MAX_RECORD_BYTES = 1024 * 1024;
    private static final int KEY_BYTES = 256;

    @Test
    void exactlySixBytesAreGaps() throws IOException {
        for (int value = 0; value < 256; value++) {
            List<Word> words = words(new byte[] {'a', (byte) value, 'b'});

            boolean isGap = value == 0x20 || (value >= 0x09 && value <= 0x0D);
            assertThat(words).as("byte 0x%02x", value).hasSize(isGap ? 2 : 1);
        }
    }

    @Test
    void gapsAtTheEndsAndBetweenAreNoWords() throws IOException {
        assertThat(words(bytes(""))).isEmpty();
        assertThat(words(bytes(" \t\r\n\f\u000b"))).isEmpty();
        assertThat(texts("a")).containsExactly("a");
        assertThat(texts("  a\r\n\r\nb\f\fc\u000b")).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, -1, 0, 1, 2})
    void wordsAtTheEndOfTheBufferStayWhole(int shift) throws IOException {
        for (int buffers = 1; buffers <= 3; buffers++) {
            int length = buffers * BUFFER_LENGTH + shift;
            String before = "x".repeat(length - 5) + " ";

            assertThat(texts(before + "four five")).endsWith("four", "five").hasSize(3);
            assertThat(texts(" ".repeat(length) + "word")).containsExactly("word");
            assertThat(texts("x".repeat(length) + " y")).containsExactly("x".repeat(length), "y");
        }
    }

    @Test
    void anyBytesInAnyPiecesGiveTheWordsOfTheNaiveReader() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] text = new byte[random.nextInt(i % 50 == 0 ? 300_000 : 2_000)];
            random.nextBytes(text);
            int gapPercent = random.nextInt(60);
            for (int at = 0; at < text.length; at++) {
                if (random.nextInt(100) < gapPercent) {
                    text[at] = (byte) (random.nextBoolean() ? ' ' : 9 + random.nextInt(5));
                }
            }

            List<Word> read = new ArrayList<>();
            WordReader.read("text", new Dribble(text, random), read::add);

            assertThat(read).as("seed=%d", seed).isEqualTo(naive(text));
        }
    }

    @Test
    void wordOfTheRecordLimitIsReadAndOneByteMoreIsNot() throws IOException {
        String largest = "w".repeat(MAX_RECORD_BYTES - KEY_BYTES);

        assertThat(texts("a " + largest + " b")).containsExactly("a", largest, "b");
        assertTooLarge(" a " + largest + "w b", 3);
        assertTooLarge("a\n" + largest + "w", 2);
        assertTooLarge(largest + largest, 0);
        assertTooLarge(" ".repeat(3 * BUFFER_LENGTH) + largest + "w", 3 * BUFFER_LENGTH);
    }

    private static void assertTooLarge(String text, long offset) {
        assertThatThrownBy(() -> words(bytes(text)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(
                        "word is larger than a record may be: file=te\\x1bxt offset=" + offset + " (max 1048576 bytes");
    }

    private static List<Word> naive(byte[] text) {
        List<Word> words = new ArrayList<>();
        int begin = 0;
        for (int end = 0; end <= text.length; end++) {
            if (end == text.length || (text[end] >= 0x09 && text[end] <= 0x0D) || text[end] == ' ') {
                if (end > begin) {
                    words.add(new Word(Arrays.copyOfRange(text, begin, end)));
                }
                begin = end + 1;
            }
        }
        return words;
    }

    private static List<Word> words(byte[] text) throws IOException {
        List<Word> words = new ArrayList<>();
        WordReader.read("te\u001bxt", new ByteArrayInputStream(text), words::add);
        return words;
    }

    private static List<String> texts(String text) throws IOException {
        return words(bytes(text)).stream()
                .map(word -> new String(word.bytes(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Hands out a few bytes at a time. */
    private static final class Dribble extends FilterInputStream {

        private final Random random;

        Dribble(byte[] text, Random random) {
            super((InputStream) new ByteArrayInputStream(text));
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(5_000)));
        }
    }
}
