package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

    private static final int ROUNDS = 10_000;
    private static final long BEHIND_LARGEST_SECONDS = 16_025_175_000L;

    @Test
    void theLayoutIsTheServices() {
        SequenceNumber number = new SequenceNumber(0x0_6123_4567L, 0x0123_4567_89AB_CDEFL, 0x0_6123_4568L, 0xAB);
        // Version digit 2, creation, low digit of the shard, index, a zero byte, time, shard, version 2.
        String hex = "2" + "061234567" + "b" + "0123456789abcdef" + "00" + "061234568" + "000000ab" + "2";
        assertThat(new BigInteger(number.toString()).toString(16)).isEqualTo(hex);
    }

    @Test
    void aNumberOfTodayHas56DigitsAndBeginsWith49() {
        assertThat(new SequenceNumber(1_772_600_765, 1, 1_772_600_767, 0).toString())
                .hasSize(56)
                .startsWith("49");
    }

    @Test
    void whatIsWrittenIsRead() {
        Random random = seeded();
        for (int i = 0; i < ROUNDS; i++) {
            SequenceNumber number = next(random);
            assertThat(SequenceNumber.parse(number.toString())).isEqualTo(number);
        }
    }

    @Test
    void theOrderIsThatOfTheNumbersInDecimal() {
        Random random = seeded();
        List<SequenceNumber> numbers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            numbers.add(next(random));
        }
        List<SequenceNumber> byValue = new ArrayList<>(numbers);
        byValue.sort(Comparator.comparing(number -> new BigInteger(number.toString())));
        numbers.sort(null);
        assertThat(numbers).isEqualTo(byValue);
    }

    @Test
    void withinAShardTheIndexDecidesAndNotTheTime() {
        SequenceNumber earlier = new SequenceNumber(1000, 7, 2000, 3);
        assertThat(earlier).isLessThan(new SequenceNumber(1000, 8, 1500, 3));
        assertThat(earlier).isLessThan(new SequenceNumber(1000, SequenceNumber.END_INDEX, 2000, 3));
    }

    @Test
    void aShardThatWasCreatedLaterHasLargerNumbersWhateverItsIndex() {
        SequenceNumber end = new SequenceNumber(1000, SequenceNumber.END_INDEX, 1999, 15);
        assertThat(end).isLessThan(new SequenceNumber(1001, 0, 1001, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "5", "-1", "+49", "4 9", "abc", "4९", "12345678901234567890"})
    void textsThatAreNoSequenceNumbersAreRefused(String text) {
        assertThat(SequenceNumber.parse(text)).isNull();
    }

    @Test
    void numbersOutsideOfTheVersionsRangeAreRefused() {
        BigInteger smallest = BigInteger.TWO.pow(185);
        assertThat(SequenceNumber.parse(smallest.subtract(BigInteger.ONE).toString()))
                .isNull();
        assertThat(SequenceNumber.parse(smallest.add(BigInteger.TWO).toString()))
                .isNotNull();
        assertThat(SequenceNumber.parse(smallest.multiply(BigInteger.TWO).toString()))
                .isNull();
        assertThat(SequenceNumber.parse("9".repeat(129))).isNull();
        assertThat(SequenceNumber.parse("4".repeat(10_000))).isNull();
    }

    @Test
    void fieldsThatNoNumberOfTheServiceHasAreRefused() {
        String valid = "2" + "061234567" + "b" + "0123456789abcdef" + "00" + "061234568" + "000000ab" + "2";
        assertThat(parseHex(valid)).isNotNull();
        // Version 3; an index with its top bit set; a negative shard; another shard's low digit; a byte that is not 0.
        for (String[] change :
                new String[][] {{"46", "3"}, {"11", "8"}, {"38", "8"}, {"10", "c"}, {"27", "1"}, {"28", "1"}}) {
            int digit = Integer.parseInt(change[0]);
            assertThat(parseHex(valid.substring(0, digit) + change[1] + valid.substring(digit + 1)))
                    .as("digit %s", change[0])
                    .isNull();
        }
        // Created in the year 2477 or later.
        assertThat(parseHex("2" + String.format("%09x", BEHIND_LARGEST_SECONDS) + valid.substring(10)))
                .isNull();
    }

    @Test
    void aRandomNumberIsRefusedOrWrittenAsItWasRead() {
        Random random = seeded();
        BigInteger base = BigInteger.TWO.pow(185);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            // Mostly with the right last digit and the zero byte, so that many are nearly right.
            BigInteger number = base.add(new BigInteger(184, random));
            String hex = number.toString(16);
            if (random.nextInt(4) > 0) {
                hex = hex.substring(0, 27) + "00" + hex.substring(29, 38) + "0" + hex.substring(39, 46) + "2";
            }
            String text = new BigInteger(hex, 16).toString();
            SequenceNumber parsed = SequenceNumber.parse(text);
            if (parsed != null) {
                assertThat(parsed).hasToString(text);
                read++;
            }
        }
        assertThat(read).isPositive();
    }

    private static @Nullable SequenceNumber parseHex(String hex) {
        return SequenceNumber.parse(new BigInteger(hex, 16).toString());
    }

    private static SequenceNumber next(Random random) {
        return new SequenceNumber(
                random.nextLong(BEHIND_LARGEST_SECONDS),
                random.nextLong() & Long.MAX_VALUE,
                random.nextLong(BEHIND_LARGEST_SECONDS),
                random.nextInt() & Integer.MAX_VALUE);
    }

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("SequenceNumberTest seed=" + seed);
        return new Random(seed);
    }
}
