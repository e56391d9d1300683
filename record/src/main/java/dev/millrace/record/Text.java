package dev.millrace.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Text as it stands in messages. */
final class Text {

    private Text() {}

    /** Bytes that are no UTF-8 become replacement characters, as in other readers. */
    static String utf8(ByteBuffer bytes, int offset, int length) {
        if (bytes.hasArray()) {
            return new String(bytes.array(), bytes.arrayOffset() + offset, length, StandardCharsets.UTF_8);
        }
        return new String(copy(bytes, offset, length), StandardCharsets.UTF_8);
    }

    static byte[] copy(ByteBuffer bytes, int offset, int length) {
        byte[] copy = new byte[length];
        bytes.get(offset, copy);
        return copy;
    }

    /**
     * Checks that a text has a UTF-8 form.
     *
     * @param what it is, for the message
     */
    static void checkSurrogates(String what, String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean paired = Character.isHighSurrogate(unit)
                        && i + 1 < length
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    throw new IllegalArgumentException(what + " has an unpaired surrogate: index=" + i + " unit=0x"
                            + Integer.toHexString(unit) + " (it has no UTF-8 form)");
                }
                i++;
            }
        }
    }

    static boolean isAscii(ByteBuffer bytes, int offset, int length) {
        int some = 0;
        for (int i = offset; i < offset + length; i++) {
            some |= bytes.get(i);
        }
        return some >= 0;
    }
}
