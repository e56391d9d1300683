package dev.millrace.text;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a properties file says for a key. Errors name the key, the value, and what is allowed.
 *
 * @param key as the file spells it
 * @param text without blanks around it
 */
public record PropertyValue(String key, String text) {

    private static final int MAX_SHOWN_CHARACTERS = 100;

    /** A whole number in this range, ends counted. */
    public long number(long min, long max) {
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong("is no whole number", "allowed " + min + " to " + max);
        }
        if (number < min || number > max) {
            throw wrong("out of range", "allowed " + min + " to " + max);
        }
        return number;
    }

    /** As {@link #number}. */
    public int integer(int min, int max) {
        return (int) number(min, max);
    }

    /** A time, as a number of milliseconds in this range. */
    public Duration milliseconds(long min, long max) {
        return Duration.ofMillis(number(min, max));
    }

    /** {@code true} or {@code false}, whatever its case. */
    public boolean flag() {
        return oneOf("true", "false").equals("true");
    }

    /** The one of these that the text is, whatever its case. */
    public String oneOf(String... allowed) {
        return Arrays.stream(allowed)
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> wrong("is unknown", "allowed " + String.join(", ", allowed)));
    }

    /** The constant whose name the text is, whatever its case. */
    public <T extends Enum<T>> T oneOf(Class<T> type) {
        List<T> constants = List.of(type.getEnumConstants());
        return Enum.valueOf(
                type,
                oneOf(constants.stream().map(Enum::name).toArray(String[]::new)).toUpperCase(Locale.ROOT));
    }

    /** The text, if it matches. */
    public String matching(Pattern pattern, String allowed) {
        if (!pattern.matcher(text).matches()) {
            throw wrong("cannot be used", "allowed " + allowed);
        }
        return text;
    }

    /** An error that says what is wrong, the value, and what is allowed. */
    public IllegalArgumentException wrong(String what, String allowed) {
        String shown = text.length() > MAX_SHOWN_CHARACTERS ? text.substring(0, MAX_SHOWN_CHARACTERS) + "..." : text;
        return new IllegalArgumentException(key + " " + what + ": " + shown + " (" + allowed + ")");
    }
}
