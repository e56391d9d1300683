package dev.millrace.cli.put;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.cli.io.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field of a JSON object by the names that lead to it, such as {@code user.id}. */
final class JsonPath {

    private static final JsonFactory JSON = new JsonFactory();

    private final String text;
    private final List<String> names;

    private JsonPath(String text) {
        this.text = text;
        this.names = List.of(text.split("\\.", -1));
    }

    static JsonPath parse(String text) {
        JsonPath path = new JsonPath(text);
        if (path.names.contains("")) {
            throw new BadInputException("path of the key has an empty name: names are separated by one dot each");
        }
        return path;
    }

    /**
     * The text, or the number as it is written, that a line has there. Of a name that is there twice the first counts.
     *
     * @throws BadInputException if it has none; nothing of the line is in the message
     */
    String valueIn(byte[] line) {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadInputException("it is no JSON object");
            }
            String value = value(parser, 0);
            if (parser.nextToken() != null) {
                throw new BadInputException("it is more than one JSON object");
            }
            if (value == null) {
                throw new BadInputException("it has no field " + text + " for the key");
            }
            if (value.isEmpty()) {
                throw new BadInputException("field " + text + " for the key is empty");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    "it is no JSON: column=" + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the rest of an object to its end; null if the path leads nowhere. */
    private @Nullable String value(JsonParser parser, int depth) throws IOException {
        String found = null;
        boolean met = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean meant = !met && parser.currentName().equals(names.get(depth));
            JsonToken token = parser.nextToken();
            if (!meant) {
                parser.skipChildren();
                continue;
            }
            met = true;
            if (depth + 1 == names.size()) {
                found = scalar(parser, token);
            } else if (token == JsonToken.START_OBJECT) {
                found = value(parser, depth + 1);
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    private String scalar(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
            return parser.getText();
        }
        throw new BadInputException("field " + text + " for the key is neither text nor number");
    }
}
