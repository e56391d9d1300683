package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The user records of one aggregated record. Each is made when it is asked for; those of one partition key share its
 * text and hash.
 */
final class UserRecordList extends AbstractList<StoredUserRecord> implements RandomAccess {

    /** As the caller gave them, so that an array below can be used. */
    private final ByteBuffer bytes;

    private final ByteBuffer readOnlyBytes;
    private final MessageParts parts;
    private final @Nullable TableKey[] partitionKeys;

    UserRecordList(RecordBytes record, MessageParts parts) {
        this.bytes = record.buffer();
        this.readOnlyBytes = record.readOnly();
        this.parts = parts;
        this.partitionKeys = new TableKey[parts.partitionKeyCount()];
    }

    @Override
    public StoredUserRecord get(int index) {
        return userRecord(Objects.checkIndex(index, size()));
    }

    private StoredUserRecord userRecord(int index) {
        return new StoredUserRecord(
                partitionKey(parts.partitionKeyIndex(index)),
                parts.hashKey(index),
                parts.pinned(index),
                readOnlyBytes,
                parts.dataOffset(index),
                parts.dataLength(index),
                index);
    }

    @Override
    public Iterator<StoredUserRecord> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public StoredUserRecord next() {
                if (next >= size()) {
                    throw new NoSuchElementException("no more user records");
                }
                return userRecord(next++);
            }
        };
    }

    @Override
    public int size() {
        return parts.recordCount();
    }

    private TableKey partitionKey(int tableIndex) {
        TableKey key = partitionKeys[tableIndex];
        if (key == null) {
            key = new TableKey(bytes, parts.partitionKeyOffset(tableIndex), parts.partitionKeyLength(tableIndex));
            partitionKeys[tableIndex] = key;
        }
        return key;
    }
}
