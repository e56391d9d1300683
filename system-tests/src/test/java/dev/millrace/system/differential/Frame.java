package dev.millrace.system.differential;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The frame of an aggregated record, made apart from the writer: magic bytes, message, MD5 of the message. */
final class Frame {

    static final int MAGIC_LENGTH = 4;

    private static final int DIGEST_LENGTH = 16;
    private static final int MAGIC = 0xF3899AC2;

    private Frame() {}

    static byte[] around(byte[] message) {
        return ByteBuffer.allocate(MAGIC_LENGTH + message.length + DIGEST_LENGTH)
                .putInt(MAGIC)
                .put(message)
                .put(md5(message))
                .array();
    }

    /** The message in a frame. */
    static byte[] message(ByteBuffer framed) {
        byte[] bytes = new byte[framed.remaining()];
        framed.duplicate().get(bytes);
        return Arrays.copyOfRange(bytes, MAGIC_LENGTH, bytes.length - DIGEST_LENGTH);
    }

    private static byte[] md5(byte[] message) {
        try {
            return MessageDigest.getInstance("MD5").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
