package dev.millrace.child.protocol;

import java.nio.charset.StandardCharsets;

/** Text that has no bytes in UTF-8. */
final class Utf16 {

    private Utf16() {}

    /** The text with a question mark for each half of a surrogate pair that stands alone. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}
