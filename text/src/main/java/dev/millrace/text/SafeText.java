package dev.millrace.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text that may go to a terminal: control characters and bytes that are no text become {@code \x..} escapes. */
public final class SafeText {

    private SafeText() {}

    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\\') {
                safe.append("\\\\");
            } else if (isPrintable(point)) {
                safe.appendCodePoint(point);
            } else {
                for (byte part : new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8)) {
                    escape(safe, part);
                }
            }
        });
        return safe.toString();
    }

    /** Bytes as UTF-8 text where they are such, else all beyond ASCII escaped. */
    public static String of(ByteBuffer bytes) {
        String text = utf8OrNull(bytes);
        if (text != null) {
            return of(text);
        }
        StringBuilder safe = new StringBuilder();
        for (ByteBuffer rest = bytes.duplicate(); rest.hasRemaining(); ) {
            byte part = rest.get();
            if (part >= ' ' && part < 0x7F && part != '\\') {
                safe.append((char) part);
            } else {
                escape(safe, part);
            }
        }
        return safe.toString();
    }

    /** The beginning of the text and an ellipsis if it is longer than this; no character is cut in two. */
    public static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + "...";
    }

    /** The text that the bytes are in UTF-8, or null if they are none. */
    public static @Nullable String utf8OrNull(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Neither control nor format characters (which may turn the writing direction), nor separators but the blank. */
    private static boolean isPrintable(int point) {
        return point == ' '
                || switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }

    private static void escape(StringBuilder target, byte part) {
        target.append(String.format("\\x%02x", part));
    }
}
