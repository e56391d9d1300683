package dev.millrace.local.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query of a request, taken apart, and texts encoded as signatures want them. */
final class QueryText {

    private static final String UNRESERVED_MARKS = "-._~";
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private final List<Map.Entry<String, String>> parameters = new ArrayList<>();

    QueryText(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            parameters.add(Map.entry(decode(name), equals < 0 ? "" : decode(part.substring(equals + 1))));
        }
    }

    /** The first value of a parameter; null if there is none. */
    @Nullable
    String first(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** All parameters but one, encoded anew and in order. */
    String canonicalWithout(String name) {
        return parameters.stream()
                .filter(parameter -> !parameter.getKey().equals(name))
                .map(parameter -> Map.entry(encode(parameter.getKey()), encode(parameter.getValue())))
                .sorted(Map.Entry.<String, String>comparingByKey()
                        .thenComparing(Map.Entry.comparingByValue(Comparator.naturalOrder())))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
    }

    /** Every byte of the UTF-8 text but letters, digits and {@code -._~} as {@code %XX}. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xFF);
            boolean unreserved = (character >= 'a' && character <= 'z')
                    || (character >= 'A' && character <= 'Z')
                    || (character >= '0' && character <= '9')
                    || UNRESERVED_MARKS.indexOf(character) >= 0;
            if (unreserved) {
                encoded.append(character);
            } else {
                encoded.append('%').append(DIGITS[character >> 4]).append(DIGITS[character & 0xF]);
            }
        }
        return encoded.toString();
    }

    /** What {@code %XX} stands for; a percent sign that no two digits follow stands for itself. */
    private static String decode(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[encoded.length];
        int length = 0;
        for (int i = 0; i < encoded.length; i++) {
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (encoded[i] == '%' && high >= 0 && low >= 0) {
                decoded[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                decoded[length++] = encoded[i];
            }
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }
}
