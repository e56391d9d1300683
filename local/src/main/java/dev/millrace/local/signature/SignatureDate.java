package dev.millrace.local.signature;

import dev.millrace.local.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * When a request was signed.
 *
 * @param instant the moment, to the second
 */
record SignatureDate(Instant instant) {

    private static final Duration TOLERANCE = Duration.ofMinutes(15);
    private static final long MAX_EXPIRY_SECONDS = Duration.ofDays(7).toSeconds();
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Of {@code 20260304T050607Z}, or as HTTP writes dates. */
    static SignatureDate parse(String text) {
        for (DateTimeFormatter format : new DateTimeFormatter[] {BASIC, DateTimeFormatter.RFC_1123_DATE_TIME}) {
            try {
                return new SignatureDate(format.parse(text, Instant::from));
            } catch (DateTimeParseException e) {
                // Perhaps of the other form.
            }
        }
        throw ServiceException.incompleteSignature("Date must be in ISO-8601 'basic format'. Got '" + text
                + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    String basic() {
        return BASIC.format(instant);
    }

    String day() {
        return DAY.format(instant);
    }

    /** Refuses what was signed too long ago, or in the future. */
    void check(Instant now, RequestSignature signature) {
        if (instant.isAfter(now.plus(TOLERANCE))) {
            throw ServiceException.invalidSignature("Signature not yet current: " + basic() + " is still later than "
                    + BASIC.format(now.plus(TOLERANCE)) + " (" + BASIC.format(now) + " + 15 min.)");
        }
        if (signature.expirySeconds() != null) {
            Instant expiry = instant.plusSeconds(seconds(signature.expirySeconds()));
            if (now.isAfter(expiry)) {
                throw ServiceException.invalidSignature(
                        "Signature expired: " + BASIC.format(expiry) + " is now earlier than " + BASIC.format(now));
            }
        } else if (instant.isBefore(now.minus(TOLERANCE))) {
            throw ServiceException.invalidSignature("Signature expired: " + basic() + " is now earlier than "
                    + BASIC.format(now.minus(TOLERANCE)) + " (" + BASIC.format(now) + " - 15 min.)");
        }
    }

    /** Without a number it is the tolerance. */
    private static long seconds(String text) {
        if (text.isEmpty()) {
            return TOLERANCE.toSeconds();
        }
        if (!text.matches("[0-9]{1,6}") || Long.parseLong(text) > MAX_EXPIRY_SECONDS) {
            throw ServiceException.incompleteSignature(
                    "X-Amz-Expires must be between 0 and " + MAX_EXPIRY_SECONDS + " seconds.");
        }
        return Long.parseLong(text);
    }
}
