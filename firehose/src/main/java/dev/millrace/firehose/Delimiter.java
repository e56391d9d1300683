package dev.millrace.firehose;

import java.nio.ByteBuffer;

/** What is put behind each record, unless the record ends with it already. */
final class Delimiter {

    private final byte[] bytes;

    Delimiter(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The record with the delimiter at its end, once. */
    ByteBuffer behind(ByteBuffer data) {
        if (bytes.length == 0 || endsWithIt(data)) {
            return data;
        }
        return ByteBuffer.allocate(data.remaining() + bytes.length)
                .put(data.duplicate())
                .put(bytes)
                .flip();
    }

    private boolean endsWithIt(ByteBuffer data) {
        int begin = data.limit() - bytes.length;
        return begin >= data.position() && data.slice(begin, bytes.length).equals(ByteBuffer.wrap(bytes));
    }
}
