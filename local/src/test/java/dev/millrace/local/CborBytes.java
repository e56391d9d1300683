package dev.millrace.local;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** CBOR (RFC 8949) written item by item, in the form that the Java SDK sends: maps and lists of indefinite length. */
public final class CborBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public CborBytes map() {
        return raw(0xBF);
    }

    public CborBytes list() {
        return raw(0x9F);
    }

    /** Ends the innermost map or list. */
    public CborBytes end() {
        return raw(0xFF);
    }

    public CborBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return head(0x60, utf8.length).raw(utf8);
    }

    public CborBytes blob(byte[] data) {
        return head(0x40, data.length).raw(data);
    }

    /** An integer in its eight-byte form. */
    public CborBytes integer(long value) {
        return raw(value < 0 ? 0x3B : 0x1B)
                .raw(ByteBuffer.allocate(8)
                        .putLong(value < 0 ? -1 - value : value)
                        .array());
    }

    /** A number in double precision. */
    public CborBytes number(double value) {
        return raw(0xFB).raw(ByteBuffer.allocate(8).putDouble(value).array());
    }

    /** Says that the next item is a moment, counted from 1970. */
    public CborBytes momentTag() {
        return raw(0xC1);
    }

    public CborBytes raw(int... items) {
        for (int item : items) {
            bytes.write(item);
        }
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    private CborBytes raw(byte[] items) {
        bytes.writeBytes(items);
        return this;
    }

    private CborBytes head(int major, int length) {
        if (length < 24) {
            return raw(major | length);
        }
        if (length < 256) {
            return raw(major | 24, length);
        }
        return raw(major | 26).raw(ByteBuffer.allocate(4).putInt(length).array());
    }
}
