package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class KplBytesTest {

    private static final int KPL_LINES = 32;

    @TestFactory
    Stream<DynamicTest> kplLayoutGivesTheBytesOfTheKinesisProducerLibrary() throws IOException {
        List<JsonNode> lines = Vectors.aggregates().stream()
                .filter(line -> line.required("writer").asText().equals("kpl-1.1.1"))
                .toList();
        assertThat(lines).hasSize(KPL_LINES);
        return lines.stream()
                .map(line -> DynamicTest.dynamicTest(line.required("name").asText(), () -> assertSameBytes(line)));
    }

    private static void assertSameBytes(JsonNode line) throws IOException {
        StringBuilder input = new StringBuilder();
        line.required("userRecords").forEach(record -> input.append(record).append('\n'));

        Command run = Command.runWith(input.toString(), "aggregate", "--layout", "kpl");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.json()).hasSize(1);
        JsonNode record = run.json().get(0);
        assertThat(record.required("data")).isEqualTo(line.required("data"));
        assertThat(record.required("partitionKey")).isEqualTo(line.required("outerPartitionKey"));
        assertThat(record.required("explicitHashKey")).isEqualTo(line.required("outerExplicitHashKey"));
        assertThat(record.required("userRecordCount").asInt())
                .isEqualTo(line.required("userRecords").size());
    }
}
