package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The shared test vectors: see the README beside the files. */
final class Vectors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /** All lines of a file, which must have this number of them. */
    static List<JsonNode> read(String file, int count) throws IOException {
        List<JsonNode> lines = new ArrayList<>(count);
        try (InputStream stream = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            assertThat(stream).as(file).isNotNull();
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.US_ASCII));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(JSON.readTree(line));
            }
        }
        assertThat(lines).as("lines of %s", file).hasSize(count);
        return lines;
    }

    static String text(JsonNode line, String field) {
        JsonNode value = line.required(field);
        assertThat(value.isTextual()).as(field).isTrue();
        return value.textValue();
    }

    static @Nullable String textOrNull(JsonNode line, String field) {
        JsonNode value = line.required(field);
        return value.isNull() ? null : value.textValue();
    }

    static byte[] data(JsonNode line) {
        return Base64.getDecoder().decode(text(line, "data"));
    }
}
