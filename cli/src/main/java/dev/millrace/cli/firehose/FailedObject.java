package dev.millrace.cli.firehose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads an object of failed records: JSON objects whose {@code rawData} is a record in base64. Plain or GZIP. */
final class FailedObject {

    /** A record of 10 MiB in base64, and room. */
    private static final int MOST_CHARACTERS = 16 << 20;

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MOST_CHARACTERS)
                    .build())
            .build();

    private FailedObject() {}

    /** Takes the records, one after the other. */
    interface Taker {
        void take(byte[] data) throws IOException, InterruptedException;
    }

    /**
     * Hands over all records.
     *
     * @throws IOException if the object cannot be read, or is none of failed records; those before that were handed over
     */
    static void read(Path file, Taker taker) throws IOException, InterruptedException {
        int number = 0;
        try (InputStream input = open(file);
                JsonParser parser = JSON.createParser(input)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                number++;
                byte[] data = token == JsonToken.START_OBJECT ? rawData(parser) : null;
                if (data == null) {
                    throw new IOException("record " + number + " is no failed record: it has no rawData");
                }
                taker.take(data);
            }
        } catch (JsonProcessingException e) {
            // Its message would show what is in the file.
            throw new IOException("no JSON behind record " + number, e);
        }
    }

    private static byte @Nullable [] rawData(JsonParser parser) throws IOException {
        byte[] data = null;
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken value = parser.nextToken();
            if (name.equals("rawData") && value == JsonToken.VALUE_STRING) {
                data = parser.getBinaryValue();
            } else {
                parser.skipChildren();
            }
        }
        return data;
    }

    private static InputStream open(Path file) throws IOException {
        BufferedInputStream input = new BufferedInputStream(Files.newInputStream(file));
        try {
            input.mark(2);
            boolean compressed = input.read() == GZIP_FIRST && input.read() == GZIP_SECOND;
            input.reset();
            return compressed ? new GZIPInputStream(input) : input;
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }
}
