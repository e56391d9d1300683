package dev.millrace.firehose.prefix;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the text of a prefix: literal text with {@code !{namespace:value}} in it. */
final class PrefixParser {

    private static final String OPENING = "!{";
    private static final String KNOWN = "known: timestamp:PATTERN, firehose:random-string, firehose:error-output-type,"
            + " partitionKeyFromLambda:KEY, partitionKeyFromQuery:KEY";

    private PrefixParser() {}

    static List<PrefixPart> parse(String text) {
        List<PrefixPart> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int opening = text.indexOf(OPENING, at);
            int end = opening < 0 ? text.length() : opening;
            if (end > at) {
                parts.add(literal(text.substring(at, end)));
            }
            if (opening < 0) {
                break;
            }
            int closing = text.indexOf('}', opening);
            if (closing < 0) {
                throw new IllegalArgumentException("expression has no end: " + text.substring(opening) + " (" + OPENING
                        + " begins one, } ends it)");
            }
            parts.add(expression(text.substring(opening + OPENING.length(), closing)));
            at = closing + 1;
        }
        return parts;
    }

    private static PrefixPart literal(String text) {
        int control =
                (int) text.chars().takeWhile(c -> !Character.isISOControl(c)).count();
        if (control < text.length()) {
            throw new IllegalArgumentException(String.format(
                    "prefix has a control character: U+%04X (none is allowed)", (int) text.charAt(control)));
        }
        return new PrefixPart.Literal(text);
    }

    private static PrefixPart expression(String expression) {
        int colon = expression.indexOf(':');
        String namespace = colon < 0 ? expression : expression.substring(0, colon);
        String value = colon < 0 ? "" : expression.substring(colon + 1);
        for (KeySource source : KeySource.values()) {
            if (namespace.equals(source.namespace()) && !value.isEmpty()) {
                return new PrefixPart.PartitionKey(source, value);
            }
        }
        if (namespace.equals("timestamp") && !value.isEmpty()) {
            return timestamp(value);
        }
        return switch (expression) {
            case "firehose:random-string" -> new PrefixPart.RandomString();
            case "firehose:error-output-type" -> new PrefixPart.ErrorOutputType();
            default -> throw new IllegalArgumentException("unknown expression: !{" + expression + "} (" + KNOWN + ")");
        };
    }

    private static PrefixPart timestamp(String pattern) {
        try {
            DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
            // Some patterns can be read and never written.
            String unused = format.format(Instant.EPOCH.atZone(ZoneOffset.UTC));
            return new PrefixPart.Timestamp(format);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "timestamp is no pattern: " + pattern + " (" + e.getMessage()
                            + "; allowed are those of DateTimeFormatter, for example yyyy/MM/dd)",
                    e);
        }
    }
}
