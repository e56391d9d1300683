package dev.millrace.record;

import java.util.Arrays;

/** How a message ends for MD5 (RFC 1321, 3.1 and 3.2): its last bytes, a bit, zeros, and the length in bits. */
final class Md5End {

    /** Two blocks, if the rest of the message leaves no room for its length in one. */
    static final int MAX_BYTES = 2 * Md5Lanes.BLOCK_BYTES;

    /** Where the length begins in the last block. */
    static final int BIT_LENGTH_OFFSET = 56;

    /** Of the first byte behind the message. */
    static final int BIT = 0x80;

    private Md5End() {}

    /**
     * Writes what comes behind the message's whole blocks.
     *
     * @return bytes written, a block or two
     */
    static int write(byte[] target, byte[] message, int offset, int length) {
        int rest = length % Md5Lanes.BLOCK_BYTES;
        System.arraycopy(message, offset + length - rest, target, 0, rest);
        target[rest] = (byte) BIT;
        int end = rest < BIT_LENGTH_OFFSET ? Md5Lanes.BLOCK_BYTES : MAX_BYTES;
        Arrays.fill(target, rest + 1, end - Long.BYTES, (byte) 0);
        long bits = (long) length * Byte.SIZE;
        for (int i = 0; i < Long.BYTES; i++) {
            target[end - Long.BYTES + i] = (byte) (bits >>> (Byte.SIZE * i));
        }
        return end;
    }
}
