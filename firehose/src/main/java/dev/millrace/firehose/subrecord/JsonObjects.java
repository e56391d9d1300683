package dev.millrace.firehose.subrecord;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds objects of JSON. Bytes are read as if they were characters of Latin-1: what structures JSON is ASCII, and a character's
 * place is that of its byte.
 */
final class JsonObjects implements RecordSplitter {

    static final JsonObjects INSTANCE = new JsonObjects();

    private static final JsonFactory JSON = new JsonFactory();

    private JsonObjects() {}

    @Override
    public List<ByteBuffer> split(ByteBuffer data) {
        List<ByteBuffer> records = new ArrayList<>();
        String text = StandardCharsets.ISO_8859_1.decode(data.duplicate()).toString();
        try (JsonParser parser = JSON.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT || records.size() == MOST_RECORDS) {
                    return List.of(data);
                }
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                int end = (int) parser.currentLocation().getCharOffset();
                records.add(data.slice(data.position() + begin, end - begin));
            }
        } catch (IOException e) {
            return List.of(data);
        }
        return records.isEmpty() ? List.of(data) : records;
    }

    @Override
    public String toString() {
        return "JSON";
    }
}
