package dev.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedSequenceNumberTest {

    private static final List<ExtendedSequenceNumber> ASCENDING = List.of(
            ExtendedSequenceNumber.AT_TIMESTAMP,
            ExtendedSequenceNumber.TRIM_HORIZON,
            ExtendedSequenceNumber.LATEST,
            place("0", 0),
            place("0", 1),
            place("9", 0),
            place("9", 10),
            place("10", 0),
            place("10", 9),
            place("10", Long.MAX_VALUE),
            place("9223372036854775808", 0),
            place("49680417200088326367278766253089959721726780977694375938", 0),
            place("49680417200088326367278766253089959721726780977694375939", 0),
            place("149680417200088326367278766253089959721726780977694375938", 0),
            ExtendedSequenceNumber.SHARD_END);

    @Test
    void orderIsThatOfNumbersAndThenOfIndexes() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                assertThat(Integer.signum(ASCENDING.get(i).compareTo(ASCENDING.get(j))))
                        .as("%s to %s", ASCENDING.get(i), ASCENDING.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
        List<ExtendedSequenceNumber> shuffled = new ArrayList<>(ASCENDING);
        Collections.shuffle(shuffled, new Random(7));
        assertThat(shuffled.stream().sorted()).isEqualTo(ASCENDING);
    }

    @Test
    void wordsAreNoNumbers() {
        assertThat(ASCENDING)
                .filteredOn(ExtendedSequenceNumber::isNumber)
                .hasSize(ASCENDING.size() - 4)
                .doesNotContain(
                        ExtendedSequenceNumber.AT_TIMESTAMP,
                        ExtendedSequenceNumber.TRIM_HORIZON,
                        ExtendedSequenceNumber.LATEST,
                        ExtendedSequenceNumber.SHARD_END);
    }

    @Test
    void textsAreNumbersOrWords() {
        assertThat(ExtendedSequenceNumber.of("17")).isEqualTo(place("17", 0));
        assertThat(ExtendedSequenceNumber.of("TRIM_HORIZON")).isEqualTo(ExtendedSequenceNumber.TRIM_HORIZON);
        assertThat(ExtendedSequenceNumber.of("LATEST")).isEqualTo(ExtendedSequenceNumber.LATEST);
        assertThat(ExtendedSequenceNumber.of("AT_TIMESTAMP")).isEqualTo(ExtendedSequenceNumber.AT_TIMESTAMP);
        assertThat(ExtendedSequenceNumber.of("SHARD_END")).isEqualTo(ExtendedSequenceNumber.SHARD_END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "+1", "1.0", "1 ", "0x1", "latest", "TRIM_HORIZON ", "\u0663"})
    void otherTextsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExtendedSequenceNumber.of(text))
                .withMessage("sequence number is no decimal number: text=" + text);
    }

    @Test
    void negativeIndexIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> place("17", -1))
                .withMessage("sub-sequence number is negative: -1");
    }

    @Test
    void peopleReadNumberAndIndexOrTheWord() {
        assertThat(place("17", 3)).hasToString("17/3");
        assertThat(ExtendedSequenceNumber.of("17")).hasToString("17/0");
        assertThat(ExtendedSequenceNumber.SHARD_END).hasToString("SHARD_END");
    }

    private static ExtendedSequenceNumber place(String number, long index) {
        return new ExtendedSequenceNumber(number, index);
    }
}
