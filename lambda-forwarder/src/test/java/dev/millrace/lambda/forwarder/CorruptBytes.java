package dev.millrace.lambda.forwarder;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A record with the marks of an aggregated one that cannot be read. */
final class CorruptBytes {

    private CorruptBytes() {}

    static byte[] bytes() {
        byte[] message = {0x1a, 0x7f, 1, 2, 3};
        try {
            return ByteBuffer.allocate(message.length + 20)
                    .put(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2})
                    .put(message)
                    .put(MessageDigest.getInstance("MD5").digest(message))
                    .array();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
