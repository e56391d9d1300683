package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user record that a {@link UserRecordScanner} shows at the moment. It and its buffers change with the next one:
 * who keeps anything keeps a {@link #copy()}.
 */
public final class UserRecordView {

    private final ByteBuffer bytes;
    private final ByteBuffer readOnlyBytes;
    private final ByteBuffer partitionKeyUtf8;
    private final ByteBuffer data;
    private final MessageParts parts;
    private int index;

    UserRecordView(RecordBytes record, MessageParts parts) {
        this.bytes = record.buffer();
        this.readOnlyBytes = record.readOnly();
        this.partitionKeyUtf8 = readOnlyBytes.duplicate();
        this.data = readOnlyBytes.duplicate();
        this.parts = parts;
    }

    void moveTo(int newIndex) {
        index = newIndex;
    }

    /** The partition key, made anew in every call. */
    public String partitionKey() {
        int entry = parts.partitionKeyIndex(index);
        return Text.utf8(bytes, parts.partitionKeyOffset(entry), parts.partitionKeyLength(entry));
    }

    /** The bytes of the partition key, from position to limit; one buffer for all user records, read-only. */
    public ByteBuffer partitionKeyUtf8() {
        int entry = parts.partitionKeyIndex(index);
        return window(partitionKeyUtf8, parts.partitionKeyOffset(entry), parts.partitionKeyLength(entry));
    }

    /** The payload, from position to limit; one buffer for all user records, read-only. */
    public ByteBuffer data() {
        return window(data, parts.dataOffset(index), parts.dataLength(index));
    }

    /** Bytes of the payload. */
    public int dataLength() {
        return parts.dataLength(index);
    }

    /** The caller's own hash key, or null if there was none. A pin is not the caller's. */
    public @Nullable HashKey explicitHashKey() {
        TableHashKey key = parts.hashKey(index);
        return key == null || pinned() ? null : key.value();
    }

    /**
     * The hash key that this user record is stored under: pin, explicit hash key, or MD5 of the partition key, which
     * is computed in every call.
     */
    public HashKey hashKey() {
        TableHashKey key = parts.hashKey(index);
        if (key != null) {
            return key.value();
        }
        int entry = parts.partitionKeyIndex(index);
        return PartitionKeyTable.hash(bytes, parts.partitionKeyOffset(entry), parts.partitionKeyLength(entry));
    }

    /** Whether the writer gave this user record the common hash key of its aggregate. */
    public boolean pinned() {
        return parts.pinned(index);
    }

    /** Its tags but for the mark of a pinned aggregate, made anew in every call. */
    public List<RecordTag> tags() {
        return StoredTags.list(parts.tags(index, bytes));
    }

    /** Zero-based index in the aggregated record. */
    public int subSequenceNumber() {
        return index;
    }

    /** This user record with bytes of its own, to keep. */
    public StoredUserRecord copy() {
        int entry = parts.partitionKeyIndex(index);
        return new StoredUserRecord(
                        PartitionKeyTable.only(bytes, parts.partitionKeyOffset(entry), parts.partitionKeyLength(entry)),
                        0,
                        parts.hashKey(index),
                        pinned(),
                        readOnlyBytes,
                        parts.dataOffset(index),
                        parts.dataLength(index),
                        parts.tags(index, bytes),
                        index)
                .copy();
    }

    private static ByteBuffer window(ByteBuffer buffer, int offset, int length) {
        return buffer.limit(offset + length).position(offset);
    }

    @Override
    public String toString() {
        return copy().toString();
    }
}
