package dev.millrace.record;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * MD5 in plain Java (RFC 1321), for runtimes that offer none, and for the first bytes of others: it needs no provider, no
 * method handle and hardly a class.
 */
final class PlainMd5 extends MessageDigest {

    private static final int BLOCK_LENGTH = 64;

    /** Where the length in bits begins in the last block. */
    private static final int BIT_LENGTH_OFFSET = 56;

    /** Of step i: the integer part of 2^32 times the sine of i + 1 radians. */
    private static final int[] SINES = new int[64];

    static {
        for (int i = 0; i < SINES.length; i++) {
            SINES[i] = (int) (long) (Math.abs(StrictMath.sin(i + 1)) * 4_294_967_296.0);
        }
    }

    /** For those who take the same steps in another way. */
    static int[] sines() {
        return SINES.clone();
    }

    private final byte[] pending = new byte[BLOCK_LENGTH];

    /** Of the block that is taken in. */
    private final int[] words = new int[BLOCK_LENGTH / Integer.BYTES];

    private long length;
    private int a;
    private int b;
    private int c;
    private int d;

    PlainMd5() {
        super("MD5");
        engineReset();
    }

    @Override
    protected int engineGetDigestLength() {
        return Md5.LENGTH;
    }

    @Override
    protected void engineReset() {
        length = 0;
        a = 0x67452301;
        b = 0xEFCDAB89;
        c = 0x98BADCFE;
        d = 0x10325476;
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int count) {
        int position = offset;
        int end = offset + count;
        int filled = (int) (length % BLOCK_LENGTH);
        length += count;
        if (filled > 0) {
            int part = Math.min(BLOCK_LENGTH - filled, count);
            System.arraycopy(input, position, pending, filled, part);
            position += part;
            if (filled + part < BLOCK_LENGTH) {
                return;
            }
            block(pending, 0);
        }
        for (; end - position >= BLOCK_LENGTH; position += BLOCK_LENGTH) {
            block(input, position);
        }
        System.arraycopy(input, position, pending, 0, end - position);
    }

    @Override
    protected byte[] engineDigest() {
        byte[] result = new byte[Md5.LENGTH];
        finish(result, 0);
        return result;
    }

    @Override
    protected int engineDigest(byte[] result, int offset, int room) throws DigestException {
        if (room < Md5.LENGTH) {
            throw new DigestException("no room for the digest: bytes=" + room + " (needs " + Md5.LENGTH + ")");
        }
        finish(result, offset);
        return Md5.LENGTH;
    }

    private void finish(byte[] result, int offset) {
        long bits = length * Byte.SIZE;
        int filled = (int) (length % BLOCK_LENGTH);
        pending[filled++] = (byte) 0x80;
        if (filled > BIT_LENGTH_OFFSET) {
            zero(filled, BLOCK_LENGTH);
            block(pending, 0);
            filled = 0;
        }
        zero(filled, BIT_LENGTH_OFFSET);
        write(pending, BIT_LENGTH_OFFSET, (int) bits);
        write(pending, BIT_LENGTH_OFFSET + 4, (int) (bits >>> Integer.SIZE));
        block(pending, 0);
        write(result, offset, a);
        write(result, offset + 4, b);
        write(result, offset + 8, c);
        write(result, offset + 12, d);
        engineReset();
    }

    private void zero(int from, int to) {
        Arrays.fill(pending, from, to, (byte) 0);
    }

    private static void write(byte[] bytes, int offset, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[offset + i] = (byte) (value >>> (Byte.SIZE * i));
        }
    }

    /** Four rounds of sixteen steps; in each step one word of the block is taken in and one of the four sums changes. */
    private void block(byte[] bytes, int offset) {
        for (int i = 0, from = offset; i < words.length; i++, from += Integer.BYTES) {
            words[i] = (bytes[from] & 0xff)
                    | (bytes[from + 1] & 0xff) << 8
                    | (bytes[from + 2] & 0xff) << 16
                    | bytes[from + 3] << 24;
        }
        int w = a;
        int x = b;
        int y = c;
        int z = d;
        for (int i = 0; i < 16; i += 4) {
            w = step(w, x, (x & y) | (~x & z), words[i], i, 7);
            z = step(z, w, (w & x) | (~w & y), words[(i + 1) & 15], i + 1, 12);
            y = step(y, z, (z & w) | (~z & x), words[(i + 2) & 15], i + 2, 17);
            x = step(x, y, (y & z) | (~y & w), words[(i + 3) & 15], i + 3, 22);
        }
        for (int i = 16; i < 32; i += 4) {
            w = step(w, x, (x & z) | (y & ~z), words[(5 * i + 1) & 15], i, 5);
            z = step(z, w, (w & y) | (x & ~y), words[(5 * i + 6) & 15], i + 1, 9);
            y = step(y, z, (z & x) | (w & ~x), words[(5 * i + 11) & 15], i + 2, 14);
            x = step(x, y, (y & w) | (z & ~w), words[(5 * i + 16) & 15], i + 3, 20);
        }
        for (int i = 32; i < 48; i += 4) {
            w = step(w, x, x ^ y ^ z, words[(3 * i + 5) & 15], i, 4);
            z = step(z, w, w ^ x ^ y, words[(3 * i + 8) & 15], i + 1, 11);
            y = step(y, z, z ^ w ^ x, words[(3 * i + 11) & 15], i + 2, 16);
            x = step(x, y, y ^ z ^ w, words[(3 * i + 14) & 15], i + 3, 23);
        }
        for (int i = 48; i < 64; i += 4) {
            w = step(w, x, y ^ (x | ~z), words[(7 * i) & 15], i, 6);
            z = step(z, w, x ^ (w | ~y), words[(7 * i + 7) & 15], i + 1, 10);
            y = step(y, z, w ^ (z | ~x), words[(7 * i + 14) & 15], i + 2, 15);
            x = step(x, y, z ^ (y | ~w), words[(7 * i + 21) & 15], i + 3, 21);
        }
        a += w;
        b += x;
        c += y;
        d += z;
    }

    /**
     * @param word of the block
     * @param sine which constant
     */
    private static int step(int sum, int next, int mix, int word, int sine, int turn) {
        return next + Integer.rotateLeft(sum + mix + word + SINES[sine], turn);
    }
}
