package dev.millrace.firehose.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixExpressionTest {

    private static final Instant TIME = Instant.parse("2018-08-27T22:30:05Z");

    private static PrefixValues lambdaKey(String value) {
        return new PrefixValues(TIME, Map.of("k", value), Map.of(), null);
    }

    private static String evaluate(String prefix, PrefixValues values) {
        return PrefixExpression.parse(prefix).evaluate(values, ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain/ | plain/",
                "!{timestamp:yyyy} | 2018",
                "y=!{timestamp:yyyy}/m=!{timestamp:MM}/ | y=2018/m=08/",
                "dt=!{timestamp:yyyy'-'MM'-'dd}/h=!{timestamp:HH:mm}/ | dt=2018-08-27/h=22:30/",
                "!{timestamp:MMM/EEEE}/ | Aug/Monday/",
                "!{partitionKeyFromLambda:k}/!{partitionKeyFromQuery:q}/ | one/two/",
                "a!b{c}/ | a!b{c}/"
            })
    void expressionsAreEvaluated(String prefix, String expected) {
        PrefixValues values = new PrefixValues(TIME, Map.of("k", "one"), Map.of("q", "two"), null);

        assertThat(evaluate(prefix, values)).isEqualTo(expected);
    }

    @Test
    void timestampsAreInTheZone() {
        assertThat(PrefixExpression.parse("!{timestamp:yyyy/MM/dd/HH}")
                        .evaluate(PrefixValues.at(TIME), ZoneId.of("Asia/Tokyo")))
                .isEqualTo("2018/08/28/07");
    }

    @Test
    void randomStringsHaveElevenCharactersAndDiffer() {
        String[] strings = evaluate("!{firehose:random-string}/!{firehose:random-string}", PrefixValues.at(TIME))
                .split("/", -1);

        assertThat(strings).hasSize(2).allMatch(string -> string.matches("[0-9a-z]{11}"));
        assertThat(strings[0]).isNotEqualTo(strings[1]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a/b | a%2Fb",
                "../../etc | ..%2F..%2Fetc",
                ".. | %2E%2E",
                ". | %2E",
                "... | ...",
                "a%2Fb | a%252Fb",
                "a\\b | a%5Cb",
                "a=b:c*d | a%3Db%3Ac%2Ad",
                "größe | gr%C3%B6%C3%9Fe",
                "a b | a b"
            })
    void valuesOfPartitionKeysAreEncoded(String value, String encoded) {
        assertThat(evaluate("x/!{partitionKeyFromLambda:k}/", lambdaKey(value))).isEqualTo("x/" + encoded + "/");
    }

    @Test
    void dotsThatComeTogetherOnlyInTheResultAreEncoded() {
        assertThat(evaluate(".!{partitionKeyFromLambda:k}/x", lambdaKey("."))).isEqualTo("%2E%2E/x");
        assertThat(evaluate("a/../b/!{timestamp:'..'}/", PrefixValues.at(TIME))).isEqualTo("a/%2E%2E/b/%2E%2E/");
    }

    @Test
    void anyValueStaysBelowTheRoot() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("-Dmillrace.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Path root = Path.of("/data/root");
        String letters = "./\\%~a\0\n\u00e9\ud800 ";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(1, 12); j > 0; j--) {
                value.append(letters.charAt(random.nextInt(letters.length())));
            }
            String name = evaluate("in/!{partitionKeyFromLambda:k}/", lambdaKey(value.toString()));

            assertThat(name).matches("in/[^/\\\\\\p{Cntrl}]+/");
            assertThat(root.resolve(name).normalize().getParent()).isEqualTo(root.resolve("in"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x!{timestamp:yyyy | expression has no end: !{timestamp:yyyy",
                "!{timestmp:yyyy} | unknown expression: !{timestmp:yyyy}",
                "!{firehose:random} | unknown expression: !{firehose:random}",
                "!{timestamp:} | unknown expression: !{timestamp:}",
                "!{partitionKeyFromLambda} | unknown expression: !{partitionKeyFromLambda}",
                "!{} | unknown expression: !{}",
                "!{timestamp:bad} | timestamp is no pattern: bad",
                "/x | prefix begins with a slash: /x"
            })
    void whatCannotBeEvaluatedIsRefusedAtOnce(String prefix, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrefixExpression.parse(prefix))
                .withMessageContaining(message);
    }

    @Test
    void controlCharactersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrefixExpression.parse("a\0b"))
                .withMessage("prefix has a control character: U+0000 (none is allowed)");
    }

    @Test
    void missingOrEmptyPartitionKeyIsAnErrorOfTheRecord() {
        assertThatThrownBy(() -> evaluate("!{partitionKeyFromLambda:customer}/", lambdaKey("v")))
                .isInstanceOf(PrefixException.class)
                .hasMessage("partition key is missing: partitionKeyFromLambda:customer (the record has: [k])");
        assertThatThrownBy(() -> evaluate("!{partitionKeyFromLambda:k}/", lambdaKey("")))
                .isInstanceOf(PrefixException.class)
                .hasMessageContaining("partition key is empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 513})
    void resultHasItsLimit(int characters) {
        PrefixValues values = lambdaKey("x".repeat(characters));

        if (characters <= PrefixExpression.MOST_EVALUATED_CHARACTERS) {
            assertThat(evaluate("!{partitionKeyFromLambda:k}", values)).hasSize(characters);
        } else {
            assertThatThrownBy(() -> evaluate("!{partitionKeyFromLambda:k}", values))
                    .isInstanceOf(PrefixException.class)
                    .hasMessage("evaluated prefix too long: characters=513 (max 512): !{partitionKeyFromLambda:k}");
        }
    }

    @Test
    void prefixHasItsLimit() {
        assertThat(PrefixExpression.parse("x".repeat(1024)).hasExpressions()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrefixExpression.parse("x".repeat(1025)))
                .withMessage("prefix too long: characters=1025 (max 1024)");
    }
}
