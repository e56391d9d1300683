package dev.millrace.local.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two encodings of the API. Both carry the same trees: maps, lists, text, numbers, booleans, bytes and moments.
 * They differ in bytes (base64 text in JSON) and in moments (fractional seconds in JSON, milliseconds in CBOR).
 */
public enum Codec {
    JSON("application/x-amz-json-1.1", new JsonFactory()),
    CBOR("application/x-amz-cbor-1.1", new CBORFactory());

    private static final int MAX_DEPTH = 32;

    /** A record of 10 MiB in base64, and room. */
    private static final int MAX_TEXT_LENGTH = 16 * 1024 * 1024;

    private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);
    private static final BigDecimal EARLIEST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LATEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final String contentType;
    private final JsonFactory factory;

    Codec(String contentType, JsonFactory factory) {
        this.contentType = contentType;
        this.factory = factory.rebuild()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT_LENGTH)
                        .build())
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .build();
    }

    public String contentType() {
        return contentType;
    }

    /** The codec of a content type, parameters ignored; null if it is none of the two. */
    public static @Nullable Codec of(String contentType) {
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).trim();
        for (Codec codec : values()) {
            if (codec.contentType.equalsIgnoreCase(type)) {
                return codec;
            }
        }
        return null;
    }

    /** Reads a request body; empty if it is no map or cannot be read. Members that are null are left out. */
    public @Nullable Map<String, Object> read(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        try (JsonParser parser = factory.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, Object> members = readMap(parser);
            return parser.nextToken() == null ? members : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Map<String, Object> readMap(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            parser.nextToken();
            Object value = readValue(parser);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("truncated");
        }
        return switch (token) {
            case START_OBJECT -> readMap(parser);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object element = readValue(parser);
                    if (element != null) {
                        elements.add(element);
                    }
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> new BigDecimal(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> fraction(parser);
            case VALUE_EMBEDDED_OBJECT -> parser.getBinaryValue();
            default -> throw new IOException("unexpected " + token);
        };
    }

    /** In double precision, so that no exponent makes later arithmetic on the number long. */
    private static BigDecimal fraction(JsonParser parser) throws IOException {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw new IOException("no finite number");
        }
        return BigDecimal.valueOf(number);
    }

    /** What a number means where a moment is wanted. Held within what can be counted in milliseconds. */
    public Instant instant(BigDecimal number) {
        BigDecimal millis = this == JSON ? number.multiply(MILLIS_PER_SECOND) : number;
        return Instant.ofEpochMilli(
                millis.max(EARLIEST).min(LATEST).setScale(0, RoundingMode.FLOOR).longValueExact());
    }

    /** Writes an answer. Map members whose value is null are left out. */
    public byte[] write(Map<String, ?> answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = factory.createGenerator(bytes)) {
            writeMap(generator, answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void writeMap(JsonGenerator generator, Map<?, ?> members) throws IOException {
        generator.writeStartObject();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (member.getValue() != null) {
                generator.writeFieldName(String.valueOf(member.getKey()));
                writeValue(generator, member.getValue());
            }
        }
        generator.writeEndObject();
    }

    private void writeValue(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof byte[] bytes) {
            generator.writeBinary(bytes);
        } else if (value instanceof Integer number) {
            generator.writeNumber(number);
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Instant moment) {
            writeInstant(generator, moment);
        } else if (value instanceof Map<?, ?> members) {
            writeMap(generator, members);
        } else if (value instanceof List<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                writeValue(generator, element);
            }
            generator.writeEndArray();
        } else {
            throw new IllegalArgumentException("no form on the wire for " + value.getClass());
        }
    }

    private void writeInstant(JsonGenerator generator, Instant moment) throws IOException {
        if (this == CBOR) {
            ((com.fasterxml.jackson.dataformat.cbor.CBORGenerator) generator).writeTag(1);
            generator.writeNumber(moment.toEpochMilli());
        } else {
            // Plain decimal: some clients do not read an exponent.
            generator.writeNumber(BigDecimal.valueOf(moment.toEpochMilli(), 3)
                    .stripTrailingZeros()
                    .toPlainString());
        }
    }
}
