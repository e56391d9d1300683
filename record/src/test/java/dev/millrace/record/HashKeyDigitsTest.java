package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The parser of hash keys, which takes 18 digits at a time, against big integers. */
class HashKeyDigitsTest {

    private static final BigInteger LIMIT = BigInteger.TWO.pow(128);

    @Test
    void everyCountOfDigitsIsRead() {
        for (int digits = 1; digits <= 41; digits++) {
            BigInteger smallest = digits == 1 ? BigInteger.ZERO : BigInteger.TEN.pow(digits - 1);
            for (String text : List.of(
                    smallest.toString(),
                    "9".repeat(digits),
                    "1".repeat(digits),
                    "123456789012345678901234567890123456789012".substring(0, digits),
                    BigInteger.TEN.pow(digits).subtract(BigInteger.TWO).toString())) {
                assertThat(text).hasSize(digits);
                check(text);
            }
        }
    }

    @Test
    void numbersAroundPowersAndTheirMultiplesAreRead() {
        for (BigInteger power : List.of(
                BigInteger.TWO.pow(63),
                BigInteger.TWO.pow(64),
                BigInteger.TWO.pow(127),
                LIMIT,
                BigInteger.TEN.pow(17),
                BigInteger.TEN.pow(18),
                BigInteger.TEN.pow(19),
                BigInteger.TEN.pow(36),
                BigInteger.TEN.pow(37),
                BigInteger.TEN.pow(38),
                BigInteger.TEN.pow(39))) {
            for (int factor = 1; factor <= 20; factor++) {
                BigInteger middle = power.multiply(BigInteger.valueOf(factor));
                for (int distance = -20; distance <= 20; distance++) {
                    check(middle.add(BigInteger.valueOf(distance)).toString());
                }
            }
        }
    }

    @Test
    void lowerWordThatOverflowsCarriesIntoTheUpper() {
        // Lower words near 2^64 after each of the two multiplications by 10^18.
        BigInteger word = BigInteger.TWO.pow(64);
        BigInteger chunk = BigInteger.TEN.pow(18);
        Seeds.rounds(20_000, random -> {
            BigInteger upper = new BigInteger(1, RandomRecords.bytes(random, 8)).shiftRight(random.nextInt(65));
            BigInteger near = upper.multiply(word).add(BigInteger.valueOf(random.nextInt(-5, 5)));
            check(near.abs().toString());
            BigInteger chunks = near.abs().divide(chunk);
            check(chunks.multiply(chunk).toString());
            check(chunks.multiply(chunk).add(chunk).subtract(BigInteger.ONE).toString());
        });
    }

    @Test
    void randomDigitsAreReadOrRefusedAsTheirNumberIs() {
        Seeds.rounds(50_000, random -> {
            int digits = 1 + random.nextInt(random.nextBoolean() ? 39 : 45);
            check(digits(random, digits));
        });
    }

    @Test
    void numbersOf39DigitsAreReadUpToTheLimit() {
        Seeds.rounds(20_000, random -> {
            BigInteger distance = new BigInteger(1, RandomRecords.bytes(random, 16)).shiftRight(random.nextInt(129));
            check(LIMIT.add(distance).toString());
            check(LIMIT.subtract(distance).toString());
        });
    }

    @Test
    void leadingZerosCountForNothing() {
        Seeds.rounds(5_000, random -> {
            String text = digits(random, 1 + random.nextInt(40));
            check("0".repeat(random.nextInt(60)) + text);
        });
        check("0".repeat(10_000) + "7");
        check("0".repeat(10_000));
    }

    @Test
    void characterThatIsNoDigitIsFoundWhereverItIs() {
        Seeds.rounds(20_000, random -> {
            StringBuilder text = new StringBuilder(digits(random, 1 + random.nextInt(38)));
            char wrong = (char) random.nextInt(256);
            text.setCharAt(random.nextInt(text.length()), wrong);
            if (wrong < '0' || wrong > '9') {
                assertThat(parse(text.toString())).as(text.toString()).isNull();
            }
        });
    }

    private static String digits(SplittableRandom random, int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private static void check(String text) {
        BigInteger number = new BigInteger(text);
        HashKey key = parse(text);
        if (number.compareTo(LIMIT) >= 0) {
            assertThat(key).as(text).isNull();
        } else {
            assertThat(key).as(text).isEqualTo(HashKey.of(number)).hasToString(number.toString());
        }
    }

    /** With other digits around, which must not be looked at. */
    private static @Nullable HashKey parse(String text) {
        byte[] padded = ("12" + text + "34").getBytes(StandardCharsets.ISO_8859_1);
        return HashKey.parseOrNull(ByteBuffer.wrap(padded), 2, text.length());
    }
}
