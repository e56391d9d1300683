package dev.millrace.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The partition key table of one aggregated record: text and hash of each entry, made when they are first asked for.
 * Several threads may ask; each may make its own.
 */
final class PartitionKeyTable {

    /** Who has asked for so many hash keys will ask for all. */
    private static final int MANY = 8;

    private final ByteBuffer bytes;
    private final MessageParts parts;
    private final @Nullable String[] texts;
    private @Nullable HashKey @Nullable [] hashKeys;

    /** How many hash keys were made one by one; about, with several threads. */
    private int made;

    PartitionKeyTable(ByteBuffer bytes, MessageParts parts) {
        this.bytes = bytes;
        this.parts = parts;
        this.texts = new String[parts.partitionKeyCount()];
    }

    String text(int index) {
        String known = texts[index];
        if (known == null) {
            known = Text.utf8(bytes, parts.partitionKeyOffset(index), parts.partitionKeyLength(index));
            texts[index] = known;
        }
        return known;
    }

    HashKey hashKey(int index) {
        @Nullable HashKey[] table = hashKeys;
        if (table == null) {
            table = new HashKey[texts.length];
            hashKeys = table;
        }
        HashKey known = table[index];
        if (known == null && made++ == MANY && bytes.hasArray()) {
            hashAll(table);
            known = table[index];
        }
        if (known == null) {
            known = hash(bytes, parts.partitionKeyOffset(index), parts.partitionKeyLength(index));
            table[index] = known;
        }
        return known;
    }

    /** All but those whose bytes may be no UTF-8, where it takes less time than one by one. */
    private void hashAll(@Nullable HashKey[] table) {
        Md5KeyBatch batch = Md5KeyBatch.of(table.length);
        if (batch == null) {
            return;
        }
        for (int i = 0; i < table.length; i++) {
            int offset = parts.partitionKeyOffset(i);
            int length = parts.partitionKeyLength(i);
            if (Text.isAscii(bytes, offset, length)) {
                batch.add(bytes.array(), bytes.arrayOffset() + offset, length, table, i);
            }
        }
        batch.finish(table);
    }

    /** A table with one of these entries only, which holds on to nothing else. */
    PartitionKeyTable only(int index) {
        return only(bytes, parts.partitionKeyOffset(index), parts.partitionKeyLength(index));
    }

    /** A table with one entry, a copy of these bytes. */
    static PartitionKeyTable only(ByteBuffer bytes, int offset, int length) {
        MessageParts one = new MessageParts(0);
        one.addPartitionKey(0, length);
        return new PartitionKeyTable(ByteBuffer.wrap(Text.copy(bytes, offset, length)), one);
    }

    /** Bytes that are no UTF-8 hash as the text that every reader makes of them. */
    static HashKey hash(ByteBuffer bytes, int offset, int length) {
        return Text.isAscii(bytes, offset, length)
                ? Md5.hashKey(bytes, offset, length)
                : HashKey.ofPartitionKey(Text.utf8(bytes, offset, length));
    }
}
