package dev.millrace.firehose.subrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSplitterTest {

    private static List<String> split(RecordSplitter splitter, String text) {
        // Neither at the beginning of its array, nor up to its end.
        byte[] bytes = ("{}" + text + "{}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer data = ByteBuffer.wrap(bytes, 2, bytes.length - 4).asReadOnlyBuffer();
        List<String> records = splitter.split(data).stream()
                .map(record -> StandardCharsets.UTF_8.decode(record.duplicate()).toString())
                .toList();
        assertThat(data.position()).isEqualTo(2);
        return records;
    }

    private static RecordSplitter delimited(String delimiter) {
        return RecordSplitter.delimited(delimiter.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void objectsOfJsonAreTakenApart() {
        assertThat(split(RecordSplitter.json(), "{\"a\":1}{\"a\":2}")).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(split(RecordSplitter.json(), " {\"a\":[{}]}\n\r\n{}\t")).containsExactly("{\"a\":[{}]}", "{}");
        assertThat(split(RecordSplitter.json(), "{\"é{\\\"\":\"}日本\uD83D\uDE00\"} {\"b\": {\"c\": null}}"))
                .containsExactly("{\"é{\\\"\":\"}日本\uD83D\uDE00\"}", "{\"b\": {\"c\": null}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1}, {\"a\":2}]",
                "{\"a\":1},{\"a\":2}",
                "{\"a\":1}{\"a\":",
                "{\"a\":1} 2",
                "{\"a\":1}}",
                "text",
                " \n",
                ""
            })
    void whatIsNotObjectsOfJsonStaysWhole(String text) {
        assertThat(split(RecordSplitter.json(), text)).containsExactly(text);
    }

    @Test
    void recordsWithDelimitersBetweenThemAreTakenApart() {
        assertThat(split(delimited("\n"), "a\nbc\n\n d\n")).containsExactly("a", "bc", " d");
        assertThat(split(delimited("####"), "a#b####c###")).containsExactly("a#b", "c###");
        assertThat(split(delimited("####"), "####é####")).containsExactly("é");
        assertThat(split(delimited(","), "alone")).containsExactly("alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", ",,,"})
    void whatHasOnlyDelimitersStaysWhole(String text) {
        assertThat(split(delimited(","), text)).containsExactly(text);
    }

    @Test
    void moreThanFiveHundredStayWhole() {
        assertThat(split(RecordSplitter.json(), "{}".repeat(500))).hasSize(500).containsOnly("{}");
        assertThat(split(RecordSplitter.json(), "{}".repeat(501))).containsExactly("{}".repeat(501));
        assertThat(split(delimited(","), "a,".repeat(500) + ",,")).hasSize(500).containsOnly("a");
        assertThat(split(delimited(","), "a,".repeat(501))).containsExactly("a,".repeat(501));
    }

    @Test
    void delimiterHasItsLimits() {
        assertThat(split(delimited("x".repeat(64)), "a" + "x".repeat(64) + "b")).containsExactly("a", "b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordSplitter.delimited(new byte[0]))
                .withMessage("delimiter out of range: bytes=0 (allowed 1 to 64)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordSplitter.delimited(new byte[65]))
                .withMessage("delimiter out of range: bytes=65 (allowed 1 to 64)");
    }
}
