package dev.millrace.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordTest {

    @Test
    void partitionKeyIsTheWordInIso88591CutToWhatIsAllowed() {
        assertThat(word("cat").partitionKey()).isEqualTo("cat");
        assertThat(word("\u0000\u0080\u00ff").partitionKey()).isEqualTo("\u0000\u0080\u00ff");
        assertThat(word("x".repeat(256)).partitionKey()).hasSize(256);
        assertThat(word("x".repeat(300)).partitionKey()).isEqualTo("x".repeat(256));
    }

    @Test
    void recordBytesAreWhatTheServiceCounts() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(600)];
            random.nextBytes(bytes);
            Word word = new Word(bytes);

            assertThat(word.recordBytes())
                    .isEqualTo(bytes.length + word.partitionKey().getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Test
    void wordsAreEqualByTheirBytesAndOrderedUnsigned() {
        assertThat(word("cat")).isEqualTo(word("cat")).hasSameHashCodeAs(word("cat"));
        assertThat(word("cat")).isNotEqualTo(word("cats")).isNotEqualTo("cat");
        assertThat(word("z")).isLessThan(word("\u0080"));
        assertThat(word("a")).isLessThan(word("aa"));
    }

    private static Word word(String text) {
        return new Word(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
