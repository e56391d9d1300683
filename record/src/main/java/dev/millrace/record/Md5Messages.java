package dev.millrace.record;

import java.util.Arrays;

/**
 * Messages and their digests. A message is a part of an array; a digest is four numbers, whose lowest bytes come first.
 *
 * <p>To be filled, digested, asked, and cleared to be used again; by one thread.
 */
final class Md5Messages {

    private static final int MIN_CAPACITY = 16;

    /** What is kept when it is cleared: a larger batch is rare. */
    private static final int MAX_KEPT_CAPACITY = 16_384;

    private byte[][] arrays = new byte[MIN_CAPACITY][];
    private int[] offsets = new int[MIN_CAPACITY];
    private int[] lengths = new int[MIN_CAPACITY];
    private int[] digests = new int[MIN_CAPACITY * Md5Lanes.SUMS];
    private int count;

    int count() {
        return count;
    }

    void clear() {
        if (arrays.length > MAX_KEPT_CAPACITY) {
            resize(MIN_CAPACITY);
        }
        Arrays.fill(arrays, 0, Math.min(count, arrays.length), null);
        count = 0;
    }

    /** Adds a part of an array, which must stay as it is until its digest was made. */
    void add(byte[] array, int offset, int length) {
        if (count == arrays.length) {
            resize(2 * count);
        }
        arrays[count] = array;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    private void resize(int capacity) {
        arrays = Arrays.copyOf(arrays, capacity);
        offsets = Arrays.copyOf(offsets, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        digests = Arrays.copyOf(digests, capacity * Md5Lanes.SUMS);
    }

    byte[] array(int message) {
        return arrays[message];
    }

    int offset(int message) {
        return offsets[message];
    }

    int length(int message) {
        return lengths[message];
    }

    /** Blocks with the end that MD5 adds. */
    int blocks(int message) {
        return (lengths[message] + Long.BYTES) / Md5Lanes.BLOCK_BYTES + 1;
    }

    /** Makes the digest of a message, alone. */
    void digest(int message) {
        Md5.digest(arrays[message], offsets[message], lengths[message], digests, message * Md5Lanes.SUMS);
    }

    /** Notes the digest of a message, made in a lane. */
    void digested(int message, int[] sums, int lanes, int lane) {
        for (int i = 0; i < Md5Lanes.SUMS; i++) {
            digests[message * Md5Lanes.SUMS + i] = sums[i * lanes + lane];
        }
    }

    /** Writes the digest of a message right behind it, where there is room for it. */
    void writeBehind(int message) {
        int end = offsets[message] + lengths[message];
        for (int i = 0; i < Md5.LENGTH; i++) {
            arrays[message][end + i] = digestByte(message, i);
        }
    }

    /** Whether the digest of a message comes right behind it. */
    boolean isBehind(int message) {
        byte[] array = arrays[message];
        int end = offsets[message] + lengths[message];
        if (array.length - end < Md5.LENGTH) {
            return false;
        }
        for (int i = 0; i < Md5.LENGTH; i++) {
            if (array[end + i] != digestByte(message, i)) {
                return false;
            }
        }
        return true;
    }

    private byte digestByte(int message, int place) {
        return (byte)
                (digests[message * Md5Lanes.SUMS + place / Integer.BYTES] >>> (Byte.SIZE * (place % Integer.BYTES)));
    }
}
