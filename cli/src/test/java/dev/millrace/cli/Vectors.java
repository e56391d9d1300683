package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The record module's test vectors: see the README beside them. */
final class Vectors {

    private static final Path FOLDER = Path.of("..", "record", "src", "test", "resources", "vectors");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    static List<JsonNode> aggregates() throws IOException {
        return read("aggregates.jsonl.gz", 116);
    }

    static List<JsonNode> malformed() throws IOException {
        return read("malformed.jsonl.gz", 133);
    }

    private static List<JsonNode> read(String file, int count) throws IOException {
        List<JsonNode> lines = new ArrayList<>(count);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FOLDER.resolve(file))), StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(JSON.readTree(line));
            }
        }
        assertThat(lines).as("lines of %s", file).hasSize(count);
        return lines;
    }
}
