package dev.millrace.firehose.prefix;

import java.nio.charset.StandardCharsets;

/**
 * Keeps values inside the names of objects: what could begin another folder, leave the root, or confuse a file system is
 * written as the {@code %XX} of its UTF-8 bytes, the percent sign too, so that different values stay different.
 */
final class NameEncoding {

    private static final String SAFE_IN_VALUES = "-_.+@,~!'() ";
    private static final String SAFE_IN_TIMES = SAFE_IN_VALUES + "/:=";

    private NameEncoding() {}

    /** A value of a record's: it never has a slash. */
    static String value(String value) {
        return encode(value, SAFE_IN_VALUES);
    }

    /** A time as a pattern of the caller's wrote it: slashes are meant. */
    static String time(String time) {
        return encode(time, SAFE_IN_TIMES);
    }

    private static String encode(String text, String safe) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || safe.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    /** The same name without segments that mean this folder or the one above. */
    static String withoutDotSegments(String name) {
        String[] segments = name.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].equals(".") || segments[i].equals("..")) {
                segments[i] = segments[i].replace(".", "%2E");
            }
        }
        return String.join("/", segments);
    }
}
