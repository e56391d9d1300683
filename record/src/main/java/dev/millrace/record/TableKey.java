package dev.millrace.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the partition key table: its text and its hash, each made when it is first asked for and at most once
 * by a thread.
 */
final class TableKey {

    private final ByteBuffer bytes;
    private final int offset;
    private final int length;
    private @Nullable String text;
    private @Nullable HashKey hashKey;

    TableKey(ByteBuffer bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    String text() {
        String known = text;
        if (known == null) {
            known = Text.utf8(bytes, offset, length);
            text = known;
        }
        return known;
    }

    HashKey hashKey() {
        HashKey known = hashKey;
        if (known == null) {
            // Bytes that are no UTF-8 hash as the text that every reader makes of them.
            known = Text.isAscii(bytes, offset, length)
                    ? Md5.hashKey(bytes, offset, length)
                    : HashKey.ofPartitionKey(text());
            hashKey = known;
        }
        return known;
    }

    /** The same entry without the bytes around it. */
    TableKey copy() {
        return new TableKey(ByteBuffer.wrap(Text.copy(bytes, offset, length)), 0, length);
    }
}
