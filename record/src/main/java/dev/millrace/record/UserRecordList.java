package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The user records of one aggregated record. Each is made when it is asked for; those of one partition key share its
 * text and hash.
 */
final class UserRecordList extends AbstractList<StoredUserRecord> implements RandomAccess {

    private final ByteBuffer readOnlyBytes;
    private final ByteBuffer bytes;
    private final MessageParts parts;
    private final PartitionKeyTable partitionKeys;

    UserRecordList(RecordBytes record, MessageParts parts) {
        this.readOnlyBytes = record.readOnly();
        this.bytes = record.buffer();
        this.parts = parts;
        this.partitionKeys = new PartitionKeyTable(record.buffer(), parts);
    }

    @Override
    public StoredUserRecord get(int index) {
        return userRecord(Objects.checkIndex(index, size()));
    }

    private StoredUserRecord userRecord(int index) {
        return new StoredUserRecord(
                partitionKeys,
                parts.partitionKeyIndex(index),
                parts.hashKey(index),
                parts.pinned(index),
                readOnlyBytes,
                parts.dataOffset(index),
                parts.dataLength(index),
                parts.tags(index, bytes),
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
}
