package dev.millrace.lambda.firehose;

import java.nio.ByteBuffer;

/** The newline at the end of a payload. */
final class LastNewline {

    private LastNewline() {}

    /** The same bytes with exactly one newline at their end. */
    static ByteBuffer exactlyOne(ByteBuffer data) {
        int end = data.limit();
        while (end > data.position() && data.get(end - 1) == '\n') {
            end--;
        }
        if (end == data.limit() - 1) {
            return data;
        }
        ByteBuffer line = ByteBuffer.allocate(end - data.position() + 1);
        line.put(data.duplicate().limit(end)).put((byte) '\n').flip();
        return line.asReadOnlyBuffer();
    }
}
