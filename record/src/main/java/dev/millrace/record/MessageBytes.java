package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing part of a message that is being written. */
final class MessageBytes {

    private static final int INITIAL_LENGTH = 256;

    private byte[] bytes = new byte[INITIAL_LENGTH];
    private int length;

    int length() {
        return length;
    }

    void varint(int value) {
        reserve(5);
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A length-delimited field. */
    void field(int tag, byte[] value) {
        varint(tag);
        varint(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** A length-delimited field with the remaining bytes of the buffer, whose position is left alone. */
    void field(int tag, ByteBuffer value) {
        int count = value.remaining();
        varint(tag);
        varint(count);
        reserve(count);
        value.get(value.position(), bytes, length, count);
        length += count;
    }

    void appendTo(ByteBuffer target) {
        target.put(bytes, 0, length);
    }

    void copyTo(int offset, byte[] target) {
        System.arraycopy(bytes, offset, target, 0, target.length);
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length + (bytes.length >> 1)));
        }
    }
}
