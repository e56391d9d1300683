package dev.millrace.record;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * MD5 as the aggregated record format and the service use it: a checksum and a hash, never a protection. So it works
 * as well where the Java runtime's security settings offer no MD5 (FIPS): {@link PlainMd5} stands in then.
 *
 * <p>It begins with that one everywhere. The runtime's takes more than a hundred classes to find, which counts where a
 * process lives for a record or two, and is faster once there is much to do.
 *
 * <p>One for each thread, with the memory that it needs.
 */
final class Md5 {

    /** Bytes of a digest. */
    static final int LENGTH = 16;

    /** How much a thread digests before it looks for the runtime's implementation. */
    private static final long PLAIN_BYTES = 1 << 20;

    /** No method reference: that would be the first of a small process. */
    private static final ThreadLocal<Md5> OF_THREAD = new ThreadLocal<>() {
        @Override
        protected Md5 initialValue() {
            return new Md5();
        }
    };

    private MessageDigest digest = new PlainMd5();
    private long plainBytes = PLAIN_BYTES;
    private final byte[] result = new byte[LENGTH];
    private final ByteBuffer resultWords = ByteBuffer.wrap(result);

    /** The runtime's implementation, or else our own. */
    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            return new PlainMd5();
        }
    }

    /** That of this thread, for so many bytes. */
    private static Md5 of(int length) {
        Md5 md5 = OF_THREAD.get();
        if (md5.plainBytes > 0) {
            md5.plainBytes -= length;
            if (md5.plainBytes <= 0) {
                md5.digest = newDigest();
            }
        }
        return md5;
    }

    /** Writes the digest of a part of the array into another part of it. */
    static void digest(byte[] bytes, int offset, int length, int resultOffset) {
        Md5 md5 = of(length);
        md5.digest.update(bytes, offset, length);
        md5.finish();
        System.arraycopy(md5.result, 0, bytes, resultOffset, LENGTH);
    }

    /** Writes the digest of a part of the array as four numbers, whose lowest bytes come first. */
    static void digest(byte[] bytes, int offset, int length, int[] words, int resultOffset) {
        Md5 md5 = of(length);
        md5.digest.update(bytes, offset, length);
        md5.finish();
        for (int i = 0; i < LENGTH / Integer.BYTES; i++) {
            words[resultOffset + i] = Integer.reverseBytes(md5.resultWords.getInt(i * Integer.BYTES));
        }
    }

    /** Whether the digest of a part of the array comes right after it. */
    static boolean follows(byte[] bytes, int offset, int length) {
        Md5 md5 = of(length);
        md5.digest.update(bytes, offset, length);
        md5.finish();
        int end = offset + length;
        return Arrays.equals(bytes, end, end + LENGTH, md5.result, 0, LENGTH);
    }

    /** The digest of the bytes as a hash key. */
    static HashKey hashKey(byte[] bytes) {
        return hashKey(bytes, 0, bytes.length);
    }

    /** The digest of a part of the array as a hash key. */
    static HashKey hashKey(byte[] bytes, int offset, int length) {
        Md5 md5 = of(length);
        md5.digest.update(bytes, offset, length);
        return md5.finishHashKey();
    }

    /** The digest of a part of the buffer as a hash key. */
    static HashKey hashKey(ByteBuffer bytes, int offset, int length) {
        Md5 md5 = of(length);
        md5.update(bytes, offset, length);
        return md5.finishHashKey();
    }

    private void update(ByteBuffer bytes, int offset, int length) {
        if (bytes.hasArray()) {
            digest.update(bytes.array(), bytes.arrayOffset() + offset, length);
        } else {
            digest.update(bytes.duplicate().limit(offset + length).position(offset));
        }
    }

    private HashKey finishHashKey() {
        finish();
        return HashKey.of(resultWords.getLong(0), resultWords.getLong(Long.BYTES));
    }

    private void finish() {
        try {
            digest.digest(result, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("MD5 gave a digest of another length", e);
        }
    }
}
