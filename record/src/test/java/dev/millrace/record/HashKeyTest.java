package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HashKeyTest {

    private static final int ROUNDS = 20_000;
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger LIMIT = TWO.pow(128);

    /** Where a carry, a word or a digit begins, and the numbers beside. */
    static Stream<BigInteger> edges() {
        return Stream.of(
                        BigInteger.ZERO,
                        TWO.pow(32),
                        TWO.pow(63),
                        TWO.pow(64),
                        TWO.pow(96),
                        TWO.pow(127),
                        BigInteger.TEN.pow(9),
                        BigInteger.TEN.pow(18),
                        BigInteger.TEN.pow(19),
                        BigInteger.TEN.pow(20),
                        BigInteger.TEN.pow(27),
                        BigInteger.TEN.pow(36),
                        BigInteger.TEN.pow(38),
                        LIMIT.divide(BigInteger.TEN),
                        LIMIT)
                .flatMap(value -> Stream.of(value.subtract(BigInteger.ONE), value, value.add(BigInteger.ONE)))
                .filter(value -> value.signum() >= 0 && value.compareTo(LIMIT) < 0);
    }

    static List<String> refusedTexts() {
        return List.of(
                "",
                " ",
                "-1",
                "+1",
                "-0",
                "1 2",
                " 1",
                "1 ",
                "abc",
                "0x10",
                "1e3",
                "1.0",
                "1\u0000",
                "/",
                ":",
                "\uFF11\uFF12", // full-width digits
                "\u0661\u0662", // Arabic-Indic digits
                LIMIT.toString(),
                LIMIT.add(BigInteger.ONE).toString(),
                BigInteger.TEN.pow(39).subtract(BigInteger.ONE).toString(),
                BigInteger.TEN.pow(39).toString(),
                "000" + LIMIT,
                "9".repeat(300));
    }

    @ParameterizedTest
    @MethodSource("edges")
    void edgesComeBackAsTheyWent(BigInteger value) {
        assertComesBack(value);
    }

    @Test
    void randomNumbersComeBackAsTheyWent() {
        Seeds.rounds(
                ROUNDS, random -> assertComesBack(RandomRecords.hashKey(random).toBigInteger()));
    }

    private static void assertComesBack(BigInteger value) {
        HashKey key = HashKey.parse(value.toString());
        assertThat(key).hasToString(value.toString());
        assertThat(key.toBigInteger()).isEqualTo(value);
        assertThat(key.high()).isEqualTo(value.shiftRight(64).longValue());
        assertThat(key.low()).isEqualTo(value.longValue());
        assertThat(HashKey.of(value)).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(HashKey.of(key.high(), key.low())).isEqualTo(key);
    }

    @ParameterizedTest
    @MethodSource("edges")
    void leadingZerosAreAccepted(BigInteger value) {
        assertThat(HashKey.parse("0" + value)).isEqualTo(HashKey.of(value));
        assertThat(HashKey.parse("0".repeat(300) + value)).isEqualTo(HashKey.of(value));
    }

    @ParameterizedTest
    @MethodSource("refusedTexts")
    void textThatIsNoNumberInRangeIsRefused(String text) {
        assertThatThrownBy(() -> HashKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 2^128-1");
        assertThat(HashKey.parseOrNull(text)).isNull();
    }

    @Test
    void messageAboutLongTextIsShort() {
        assertThatThrownBy(() -> HashKey.parse("9".repeat(300)))
                .hasMessageContaining("characters=300")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(200));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        for (BigInteger value : List.of(BigInteger.ONE.negate(), LIMIT, LIMIT.negate(), TWO.pow(4000))) {
            assertThatThrownBy(() -> HashKey.of(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void orderIsThatOfTheNumbers() {
        List<BigInteger> edges = edges().toList();
        for (BigInteger left : edges) {
            for (BigInteger right : edges) {
                assertOrder(left, right);
            }
        }
        Seeds.rounds(ROUNDS, random -> {
            BigInteger value = RandomRecords.hashKey(random).toBigInteger();
            assertOrder(value, RandomRecords.hashKey(random).toBigInteger());
            assertOrder(value, value);
        });
    }

    private static void assertOrder(BigInteger left, BigInteger right) {
        assertThat(Integer.signum(HashKey.of(left).compareTo(HashKey.of(right))))
                .isEqualTo(left.compareTo(right));
        assertThat(HashKey.of(left).equals(HashKey.of(right))).isEqualTo(left.equals(right));
    }

    @ParameterizedTest
    @MethodSource("edges")
    void neighboursDifferByOne(BigInteger value) {
        HashKey key = HashKey.of(value);
        assertThat(key.next().toBigInteger())
                .isEqualTo(value.add(BigInteger.ONE).mod(LIMIT));
        assertThat(key.previous().toBigInteger())
                .isEqualTo(value.subtract(BigInteger.ONE).mod(LIMIT));
        assertThat(key.next().previous()).isEqualTo(key);
    }

    @Test
    void endsAreZeroAndTheLargestNumber() {
        assertThat(HashKey.MIN.toBigInteger()).isEqualTo(BigInteger.ZERO);
        assertThat(HashKey.MAX.toBigInteger()).isEqualTo(LIMIT.subtract(BigInteger.ONE));
        assertThat(HashKey.MAX.next()).isEqualTo(HashKey.MIN);
        assertThat(HashKey.MIN.previous()).isEqualTo(HashKey.MAX);
    }

    @Test
    void hashKeyIsNoOtherObject() {
        assertThat(HashKey.MIN).isNotEqualTo("0").isNotEqualTo(null).isNotEqualTo(BigInteger.ZERO);
    }

    @Test
    void upperAndLowerWordAreToldApart() {
        assertThat(HashKey.of(0, 1)).isNotEqualTo(HashKey.of(1, 0)).isLessThan(HashKey.of(1, 0));
    }
}
