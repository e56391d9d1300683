package dev.millrace.child.protocol;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Writes data as base64. Small data go through the JDK's encoder, which processors have instructions for, and a buffer
 * that is used again; large ones are encoded in pieces, so that they are nowhere in memory as text.
 */
final class Base64Text {

    private static final int SMALL_BYTES = 12 * 1024;

    private final byte[] text = new byte[SMALL_BYTES / 3 * 4];

    /** Writes the bytes from position to limit, which stay where they are. */
    void write(ByteBuffer data, JsonGenerator json) throws IOException {
        int length = data.remaining();
        ByteBuffer rest = data.duplicate();
        if (length <= SMALL_BYTES) {
            byte[] bytes = new byte[length];
            rest.get(bytes);
            json.writeRawUTF8String(text, 0, Base64.getEncoder().encode(bytes, text));
        } else {
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, new RestOf(rest), length);
        }
    }

    /** The bytes from position to limit. */
    private static final class RestOf extends InputStream {

        private final ByteBuffer rest;

        RestOf(ByteBuffer rest) {
            this.rest = rest;
        }

        @Override
        public int read() {
            return rest.hasRemaining() ? rest.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (!rest.hasRemaining()) {
                return -1;
            }
            int count = Math.min(length, rest.remaining());
            rest.get(target, offset, count);
            return count;
        }
    }
}
