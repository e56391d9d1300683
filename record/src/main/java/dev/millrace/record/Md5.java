package dev.millrace.record;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5 as the aggregated record format and the service use it: a checksum and a hash, never a protection. */
final class Md5 {

    /** Bytes of a digest. */
    static final int LENGTH = 16;

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Md5::create);

    private Md5() {}

    static byte[] digest(byte[] bytes) {
        return DIGEST.get().digest(bytes);
    }

    /** The digest of the remaining bytes; the buffer's position is left alone. */
    static byte[] digest(ByteBuffer bytes) {
        MessageDigest digest = DIGEST.get();
        digest.update(bytes.duplicate());
        return digest.digest();
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no MD5, which the record format needs", e);
        }
    }
}
