package dev.millrace.lambda.firehose;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads times of events: the service writes milliseconds, some documents show texts. */
final class ArrivalTime {

    private ArrivalTime() {}

    /**
     * The time, or null of null.
     *
     * @throws IllegalArgumentException if it is none
     */
    static @Nullable Instant parse(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Number number) {
            return Instant.ofEpochMilli(number.longValue());
        }
        String text = value.toString();
        try {
            return isDigits(text) ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "no arrival time: value=" + text + " (allowed: milliseconds since 1970, or ISO 8601)", e);
        }
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
