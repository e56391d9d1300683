package dev.millrace.record;

import java.nio.ByteBuffer;

/** An entry of the explicit hash key table that a record points at: a number, and how it is written. */
final class TableHashKey {

    private final ByteBuffer bytes;
    private final int offset;
    private final int length;
    private final HashKey value;

    private TableHashKey(ByteBuffer bytes, int offset, int length, HashKey value) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.value = value;
    }

    static TableHashKey parse(ByteBuffer bytes, int offset, int length) throws CorruptMessageException {
        HashKey value = HashKey.parseOrNull(bytes, offset, length);
        if (value == null) {
            throw new CorruptMessageException("explicit hash key is no number from 0 to 2^128-1", offset);
        }
        return new TableHashKey(bytes, offset, length, value);
    }

    HashKey value() {
        return value;
    }

    /** As stored, perhaps with leading zeros. */
    String text() {
        return Text.utf8(bytes, offset, length);
    }

    /** The same entry without the bytes around it. */
    TableHashKey copy() {
        return new TableHashKey(ByteBuffer.wrap(Text.copy(bytes, offset, length)), 0, length, value);
    }
}
