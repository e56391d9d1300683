package dev.millrace.child.protocol;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the records of a batch. */
final class RecordsParser {

    private static final Base64Variant BASE64 =
            Base64Variants.MIME_NO_LINEFEEDS.withReadPadding(Base64Variant.PaddingReadBehaviour.PADDING_ALLOWED);

    private RecordsParser() {}

    /** The array that begins with the current token. */
    static List<ProtocolRecord> records(JsonParser parser) throws IOException, NoMessageException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new NoMessageException("member is no array: " + Member.RECORDS);
        }
        List<ProtocolRecord> records = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new NoMessageException("record is no object: index=" + records.size());
            }
            records.add(record(parser, records.size()));
        }
        return records;
    }

    private static ProtocolRecord record(JsonParser parser, int index) throws IOException, NoMessageException {
        byte @Nullable [] data = null;
        String partitionKey = null;
        String sequenceNumber = null;
        Instant arrival = null;
        long subSequenceNumber = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case Member.DATA ->
                    data = value == JsonToken.VALUE_STRING ? parser.getBinaryValue(BASE64) : noText(name, value, index);
                case Member.PARTITION_KEY -> partitionKey = scalar(parser, name, index);
                case Member.SEQUENCE_NUMBER -> sequenceNumber = scalar(parser, name, index);
                case Member.APPROXIMATE_ARRIVAL_TIMESTAMP -> {
                    String millis = scalar(parser, name, index);
                    arrival = millis == null ? null : Instant.ofEpochMilli(MessageParser.wholeNumber(name, millis));
                }
                case Member.SUB_SEQUENCE_NUMBER -> {
                    String number = scalar(parser, name, index);
                    subSequenceNumber = number == null ? 0 : MessageParser.wholeNumber(name, number);
                }
                default -> parser.skipChildren();
            }
        }
        if (data == null || partitionKey == null || sequenceNumber == null) {
            throw new NoMessageException("record without " + Member.DATA + ", " + Member.PARTITION_KEY + " or "
                    + Member.SEQUENCE_NUMBER + ": index=" + index);
        }
        return new ProtocolRecord(ByteBuffer.wrap(data), partitionKey, sequenceNumber, arrival, subSequenceNumber);
    }

    private static byte @Nullable [] noText(String name, @Nullable JsonToken value, int index)
            throws NoMessageException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        throw new NoMessageException("member of a record is no text: " + name + " index=" + index);
    }

    private static @Nullable String scalar(JsonParser parser, String name, int index)
            throws IOException, NoMessageException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value == null || !value.isScalarValue()) {
            throw new NoMessageException("member of a record is neither text nor number: " + name + " index=" + index);
        }
        return parser.getText();
    }
}
