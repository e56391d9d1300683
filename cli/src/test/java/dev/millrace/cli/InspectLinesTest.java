package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.io.Printable;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InspectLinesTest {

    @Test
    void everyAggregateOfOtherWritersIsTakenApart() throws IOException {
        List<JsonNode> lines = Vectors.aggregates();

        List<JsonNode> shown = inspect(lines);

        for (int i = 0; i < lines.size(); i++) {
            JsonNode object = shown.get(i);
            assertThat(object.required("kind").asText()).isEqualTo("aggregated");
            assertUserRecords(object, lines.get(i));
        }
    }

    @Test
    void everyUnusualRecordGetsItsVerdict() throws IOException {
        List<JsonNode> lines = Vectors.malformed();

        List<JsonNode> shown = inspect(lines);

        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            JsonNode object = shown.get(i);
            String name = line.required("name").asText();
            assertThat(object.required("kind")).as(name).isEqualTo(line.required("expect"));
            switch (object.required("kind").asText()) {
                case "plain" -> {
                    assertThat(object.required("userRecords")).as(name).hasSize(1);
                    JsonNode only = object.required("userRecords").required(0);
                    assertThat(only.required("data")).as(name).isEqualTo(line.required("data"));
                    assertThat(only.required("partitionKey").isNull()).isTrue();
                    assertThat(only.required("explicitHashKey").isNull()).isTrue();
                    assertThat(only.required("pinned").asBoolean()).isFalse();
                }
                case "corrupt" -> {
                    assertThat(object.required("userRecords")).as(name).isEmpty();
                    assertThat(object.required("reason").asText()).as(name).isNotBlank();
                    assertThat(object.required("offset").isInt()).as(name).isTrue();
                }
                default -> assertUserRecords(object, line);
            }
        }
    }

    @Test
    void emptyLineIsAnEmptyRecord() throws IOException {
        Command run = Command.runWith("aGVsbG8=\n\n\r\nd29ybGQ=", "inspect", "--lines");

        assertThat(run.exitCode()).isZero();
        assertThat(run.json())
                .extracting(object -> object.at("/userRecords/0/data").asText())
                .containsExactly("aGVsbG8=", "", "", "d29ybGQ=");
        assertThat(run.json()).extracting(object -> object.get("kind").asText()).containsOnly("plain");
    }

    @Test
    void noLinesGiveNone() {
        Command run = Command.run("inspect", "--lines");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
    }

    @Test
    void linesBeforeTheBadOneAreShown() throws IOException {
        Command run = Command.runWith("aGVsbG8=\nd29ybGQ=\n\u001b\n", "inspect", "--lines");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.json()).hasSize(2);
        assertThat(run.err()).contains("line 3 is no base64").matches(Printable::isSafeOutput);
    }

    private static List<JsonNode> inspect(List<JsonNode> lines) throws IOException {
        String input = lines.stream()
                .map(line -> line.required("data").asText() + "\n")
                .collect(Collectors.joining());
        Command run = Command.runWith(input, "inspect", "--lines");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches(Printable::isSafeOutput);
        assertThat(run.json()).hasSameSizeAs(lines);
        return run.json();
    }

    private static void assertUserRecords(JsonNode object, JsonNode line) {
        JsonNode expected = line.required("userRecords");
        JsonNode actual = object.required("userRecords");
        assertThat(actual).as(line.required("name").asText()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            for (String field : List.of("partitionKey", "explicitHashKey", "hashKey", "data")) {
                assertThat(actual.required(i).required(field))
                        .as("%s of %s", field, line.required("name"))
                        .isEqualTo(expected.required(i).required(field));
            }
            assertThat(actual.required(i).required("pinned").asBoolean()).isFalse();
        }
    }
}
