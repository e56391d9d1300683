package dev.millrace.firehose.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNamingTest {

    private static final PrefixValues VALUES = PrefixValues.at(Instant.parse("2018-08-27T10:30:05Z"));
    private static final UUID ID = new UUID(1, 2);

    private static String evaluate(PrefixExpression prefix, PrefixValues values) {
        return prefix.evaluate(values, ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "'' | none | 2018/08/27/10/ | processing-failed/2018/08/27/10/",
                "'' | bad/!{firehose:error-output-type}/ | 2018/08/27/10/ | bad/processing-failed/",
                "mine/ | none | mine/2018/08/27/10/ | mine/processing-failed/2018/08/27/10/",
                "good/ | bad/ | good/2018/08/27/10/ | bad/processing-failed/2018/08/27/10/",
                "y=!{timestamp:yyyy}/ | bad/!{firehose:error-output-type}/!{timestamp:dd}/ | y=2018/ | bad/processing-failed/27/"
            })
    void prefixesAreCompletedAsTheServiceDoes(
            String prefix, @Nullable String errorPrefix, String delivered, String failed) {
        ObjectPrefixes prefixes = ObjectPrefixes.of(prefix, errorPrefix);

        assertThat(evaluate(prefixes.data(), VALUES)).isEqualTo(delivered);
        assertThat(evaluate(prefixes.error(), VALUES.failed("processing-failed")))
                .isEqualTo(failed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "!{timestamp:yyyy}/ | none | error prefix is missing",
                "!{firehose:error-output-type}/ | bad/ | it is for the error prefix alone",
                "x/ | bad/!{timestamp:yyyy}/ | lacks !{firehose:error-output-type}",
                "x/ | !{firehose:error-output-type}/!{partitionKeyFromLambda:k} | failed records have none"
            })
    void prefixesThatTheServiceRefusesAreRefused(String prefix, @Nullable String errorPrefix, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectPrefixes.of(prefix, errorPrefix))
                .withMessageContaining(message);
    }

    @Test
    void nameIsTheServices() {
        ObjectNaming naming = new ObjectNaming("words", 3, ZoneOffset.ofHours(9), ".json");

        assertThat(naming.name(ObjectPrefixes.of("good/", null).data(), VALUES, ID))
                .isEqualTo("good/2018/08/27/19/words-3-2018-08-27-19-30-05-" + ID + ".json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "ä"})
    void deliveryStreamHasANameOfTheService(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectNaming(name, 1, ZoneOffset.UTC, ""))
                .withMessageContaining("(1 to 64 of letters, digits, _ . -)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", ".", ".JSON", "./x"})
    void extensionIsOneOfTheService(String extension) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectNaming("words", 1, ZoneOffset.UTC, extension))
                .withMessageContaining("extension is none that the service takes: " + extension);
    }
}
