package dev.millrace.producer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Payloads that people can read. */
final class Texts {

    private Texts() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** The text, and points up to the length. */
    static byte[] padded(String text, int length) {
        return bytes(text + ".".repeat(length - text.length()));
    }
}
