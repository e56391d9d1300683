package dev.millrace.cli.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.text.SafeText;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;

/** One JSON object a line, in plain ASCII so that no terminal is confused by it. */
public final class JsonLines {

    private static final int MAX_TEXT_LENGTH = 64 * 1024 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_TEXT_LENGTH)
                            .build())
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonLines() {}

    public static String write(Map<String, ?> object) {
        try {
            // The one control character that Jackson leaves as it is.
            return MAPPER.writeValueAsString(object).replace("\u007f", "\\u007F");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON for this object", e);
        }
    }

    /**
     * Reads a line.
     *
     * @param number of the line, for the message
     * @throws BadInputException if it is no JSON object
     */
    public static JsonNode read(String line, int number) {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node == null || !node.isObject()) {
                throw new BadInputException("line " + number + " is no JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new BadInputException("line " + number + " is no JSON: " + SafeText.of(e.getOriginalMessage()));
        }
    }

    public static String base64(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }
}
