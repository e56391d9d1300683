package dev.millrace.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/** MD5 in plain Java (RFC 1321), for runtimes that offer none. */
final class PlainMd5 extends MessageDigest {

    private static final int BLOCK_LENGTH = 64;

    /** Where the length in bits begins in the last block. */
    private static final int BIT_LENGTH_OFFSET = 56;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of step i: the integer part of 2^32 times the sine of i + 1 radians. */
    private static final int[] SINES = new int[64];

    static {
        for (int i = 0; i < SINES.length; i++) {
            SINES[i] = (int) (long) (Math.abs(StrictMath.sin(i + 1)) * 4_294_967_296.0);
        }
    }

    private final byte[] pending = new byte[BLOCK_LENGTH];
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
        LONGS.set(pending, BIT_LENGTH_OFFSET, bits);
        block(pending, 0);
        INTS.set(result, offset, a);
        INTS.set(result, offset + 4, b);
        INTS.set(result, offset + 8, c);
        INTS.set(result, offset + 12, d);
        engineReset();
    }

    private void zero(int from, int to) {
        Arrays.fill(pending, from, to, (byte) 0);
    }

    /** Four rounds of sixteen steps; in each step one word of the block is taken in and one of the four sums changes. */
    private void block(byte[] bytes, int offset) {
        int w = a;
        int x = b;
        int y = c;
        int z = d;
        for (int i = 0; i < 16; i += 4) {
            w = step(w, x, (x & y) | (~x & z), bytes, offset, i, i, 7);
            z = step(z, w, (w & x) | (~w & y), bytes, offset, i + 1, i + 1, 12);
            y = step(y, z, (z & w) | (~z & x), bytes, offset, i + 2, i + 2, 17);
            x = step(x, y, (y & z) | (~y & w), bytes, offset, i + 3, i + 3, 22);
        }
        for (int i = 16; i < 32; i += 4) {
            w = step(w, x, (x & z) | (y & ~z), bytes, offset, 5 * i + 1, i, 5);
            z = step(z, w, (w & y) | (x & ~y), bytes, offset, 5 * i + 6, i + 1, 9);
            y = step(y, z, (z & x) | (w & ~x), bytes, offset, 5 * i + 11, i + 2, 14);
            x = step(x, y, (y & w) | (z & ~w), bytes, offset, 5 * i + 16, i + 3, 20);
        }
        for (int i = 32; i < 48; i += 4) {
            w = step(w, x, x ^ y ^ z, bytes, offset, 3 * i + 5, i, 4);
            z = step(z, w, w ^ x ^ y, bytes, offset, 3 * i + 8, i + 1, 11);
            y = step(y, z, z ^ w ^ x, bytes, offset, 3 * i + 11, i + 2, 16);
            x = step(x, y, y ^ z ^ w, bytes, offset, 3 * i + 14, i + 3, 23);
        }
        for (int i = 48; i < 64; i += 4) {
            w = step(w, x, y ^ (x | ~z), bytes, offset, 7 * i, i, 6);
            z = step(z, w, x ^ (w | ~y), bytes, offset, 7 * i + 7, i + 1, 10);
            y = step(y, z, w ^ (z | ~x), bytes, offset, 7 * i + 14, i + 2, 15);
            x = step(x, y, z ^ (y | ~w), bytes, offset, 7 * i + 21, i + 3, 21);
        }
        a += w;
        b += x;
        c += y;
        d += z;
    }

    /**
     * @param word which word of the block, modulo 16
     * @param sine which constant
     */
    private static int step(int sum, int next, int mix, byte[] bytes, int offset, int word, int sine, int turn) {
        int taken = (int) INTS.get(bytes, offset + (word & 15) * Integer.BYTES);
        return next + Integer.rotateLeft(sum + mix + taken + SINES[sine], turn);
    }
}
