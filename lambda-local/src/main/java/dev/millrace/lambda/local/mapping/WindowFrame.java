package dev.millrace.lambda.local.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A tumbling window while its records pass: [start, end), and the state that the function answered last.
 *
 * @param state JSON values by name, as the function wrote them
 */
record WindowFrame(Instant start, Instant end, Map<String, Object> state) {

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> STATE = new TypeReference<>() {};

    /** That of a length, counted from the epoch, in which a moment lies. */
    static WindowFrame around(Instant moment, Duration length) {
        long millis = length.toMillis();
        long begin = Math.floorDiv(moment.toEpochMilli(), millis) * millis;
        return new WindowFrame(Instant.ofEpochMilli(begin), Instant.ofEpochMilli(begin + millis), Map.of());
    }

    WindowFrame with(Map<String, Object> newState) {
        return new WindowFrame(start, end, newState);
    }

    Duration length() {
        return Duration.between(start, end);
    }

    int stateBytes() {
        return write(state).length;
    }

    /** For a checkpoint. */
    byte[] toBytes() {
        return write(Map.of("start", start.toEpochMilli(), "end", end.toEpochMilli(), "state", state));
    }

    /**
     * What {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static WindowFrame parse(byte[] bytes) {
        try {
            JsonNode json = JACKSON.readTree(bytes);
            return new WindowFrame(
                    Instant.ofEpochMilli(json.required("start").longValue()),
                    Instant.ofEpochMilli(json.required("end").longValue()),
                    JACKSON.convertValue(json.required("state"), STATE));
        } catch (IOException e) {
            throw new IllegalArgumentException("no state of a window: bytes=" + bytes.length, e);
        }
    }

    private static byte[] write(Object value) {
        try {
            return JACKSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
