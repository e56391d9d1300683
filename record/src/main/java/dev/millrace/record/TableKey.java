package dev.millrace.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An entry of the partition key table: its text, and its hash once somebody asks for it. */
final class TableKey {

    private final String text;
    private @Nullable HashKey hashKey;

    TableKey(ByteBuffer utf8) {
        this.text = PartitionKey.decode(utf8);
    }

    String text() {
        return text;
    }

    HashKey hashKey() {
        HashKey key = hashKey;
        if (key == null) {
            key = HashKey.ofPartitionKey(text);
            hashKey = key;
        }
        return key;
    }
}
