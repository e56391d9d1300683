package dev.millrace.lambda.json;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) from and to plain objects: {@code Map<String, Object>} with the order of its members,
 * {@code List<Object>}, {@code String}, {@code Number}, {@code Boolean}, null. Whole numbers are read as {@code Long} or
 * {@code BigInteger}, all others as {@code BigDecimal}, so that no digit is lost.
 */
public final class Json {

    private Json() {}

    /**
     * Reads one value.
     *
     * @param utf8 all of its bytes, from position to limit; not moved
     * @throws JsonException if it is no JSON, nested more than 100 deep, has a member twice, or has a number of more than
     *     1,000 characters
     */
    public static @Nullable Object read(ByteBuffer utf8) {
        return new JsonParser(Utf8.decode(utf8)).read();
    }

    /** Reads one value, as {@link #read(ByteBuffer)} does. */
    public static @Nullable Object read(String text) {
        return new JsonParser(text).read();
    }

    /**
     * Writes a value in one line, without blanks.
     *
     * @param value a {@code Map} with keys of any type, whose {@code toString} is taken, an {@code Iterable}, a
     *     {@code CharSequence}, a {@code Number}, a {@code Boolean}, or null
     * @throws IllegalArgumentException if there is anything else in it, a number that JSON does not know (NaN,
     *     infinities), or more than 100 levels
     */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        JsonWriter.value(out, value, 0);
        return out.toString();
    }
}
