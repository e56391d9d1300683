package dev.millrace.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a message are: found and checked by {@link AggregatedRecordReader}, but not yet made into
 * objects. It can be filled again and again.
 */
final class MessageParts {

    /** Stands for the index of a record without one. */
    static final int NO_HASH_KEY = -1;

    private static final int INTS_OF_ENTRY = 2;
    private static final int INTS_OF_RECORD = 4;
    private static final int INTS_OF_TAGS = 3;
    private static final @Nullable TableHashKey[] NONE = {};

    /** Of each entry: offset, length. */
    private final IntList partitionKeys;

    /** Of each entry: offset, length. */
    private final IntList hashKeys;

    /** Of each record: partition key index, hash key index or -1, data offset, data length. */
    private final IntList records;

    /** Of each record with tags of its own, in their order: index, offset of the first tag, length from there on. */
    private @Nullable IntList tags;

    /** The entries of the hash key table that a record points at. */
    private @Nullable TableHashKey[] usedHashKeys = NONE;

    private boolean marked;

    /** For a message of this length, in bytes: with room for records of common size, so that the lists seldom grow. */
    MessageParts(int messageLength) {
        partitionKeys = new IntList(messageLength / 64);
        hashKeys = new IntList(0);
        records = new IntList(messageLength / 32);
    }

    void clear() {
        partitionKeys.clear();
        hashKeys.clear();
        records.clear();
        if (tags != null) {
            tags.clear();
        }
        usedHashKeys = NONE;
        marked = false;
    }

    void addPartitionKey(int offset, int length) {
        partitionKeys.add(offset, length);
    }

    void addHashKey(int offset, int length) {
        hashKeys.add(offset, length);
    }

    void addRecord(RecordFields fields) {
        if (recordCount() == 0) {
            marked = fields.pinTag;
        }
        if (fields.tagsOffset > 0) {
            if (tags == null) {
                tags = new IntList(0);
            }
            tags.add(recordCount(), fields.tagsOffset, fields.tagsLength);
        }
        addRecord(
                fields.partitionKeyIndex,
                fields.hasHashKeyIndex ? fields.hashKeyIndex : NO_HASH_KEY,
                fields.dataOffset,
                fields.dataLength);
    }

    /** A record without tags. */
    void addRecord(int partitionKeyIndex, int hashKeyIndex, int dataOffset, int dataLength) {
        records.add(partitionKeyIndex, hashKeyIndex, dataOffset, dataLength);
    }

    /**
     * Follows every index. Only when this was done all records can be read.
     *
     * @param record whose parts these are
     */
    void resolve(RecordBytes record) throws CorruptMessageException {
        ByteBuffer bytes = record.buffer();
        int partitionKeyCount = partitionKeyCount();
        int hashKeyCount = hashKeys.count() / INTS_OF_ENTRY;
        if (hashKeyCount > 0) {
            usedHashKeys = new TableHashKey[hashKeyCount];
        }
        int recordCount = recordCount();
        for (int i = 0; i < recordCount; i++) {
            int partitionKeyIndex = records.get(i * INTS_OF_RECORD);
            if (partitionKeyIndex >= partitionKeyCount) {
                throw withoutEntry(
                        "partition key",
                        partitionKeyIndex,
                        partitionKeyCount,
                        AggregatedRecordReader.offsetOf(record, i));
            }
            int hashKeyIndex = records.get(i * INTS_OF_RECORD + 1);
            if (hashKeyIndex != NO_HASH_KEY) {
                if (hashKeyIndex >= hashKeyCount) {
                    throw withoutEntry(
                            "explicit hash key",
                            hashKeyIndex,
                            hashKeyCount,
                            AggregatedRecordReader.offsetOf(record, i));
                }
                if (usedHashKeys[hashKeyIndex] == null) {
                    int offset = hashKeys.get(hashKeyIndex * INTS_OF_ENTRY);
                    int length = hashKeys.get(hashKeyIndex * INTS_OF_ENTRY + 1);
                    usedHashKeys[hashKeyIndex] = TableHashKey.parse(bytes, offset, length);
                }
            }
        }
    }

    private static CorruptMessageException withoutEntry(String table, int index, int count, int offset) {
        return new CorruptMessageException(
                table + " index without entry: index=" + (index == Integer.MAX_VALUE ? "2^31-1 or more" : index)
                        + " entries=" + count,
                offset);
    }

    /** Whether the mark of a pinned aggregate is on the first record. */
    boolean marked() {
        return marked;
    }

    int recordCount() {
        return records.count() / INTS_OF_RECORD;
    }

    int partitionKeyCount() {
        return partitionKeys.count() / INTS_OF_ENTRY;
    }

    int partitionKeyOffset(int tableIndex) {
        return partitionKeys.get(tableIndex * INTS_OF_ENTRY);
    }

    int partitionKeyLength(int tableIndex) {
        return partitionKeys.get(tableIndex * INTS_OF_ENTRY + 1);
    }

    /** Table index of a record's partition key. */
    int partitionKeyIndex(int record) {
        return records.get(record * INTS_OF_RECORD);
    }

    int dataOffset(int record) {
        return records.get(record * INTS_OF_RECORD + 2);
    }

    int dataLength(int record) {
        return records.get(record * INTS_OF_RECORD + 3);
    }

    /** What the record is stored under, or null if it is the hash of its partition key. */
    @Nullable
    TableHashKey hashKey(int record) {
        int index = records.get(record * INTS_OF_RECORD + 1);
        return index == NO_HASH_KEY ? null : usedHashKeys[index];
    }

    /** The tags of a record, whose message is in these bytes; null if it has none of its own. */
    @Nullable
    StoredTags tags(int record, ByteBuffer bytes) {
        IntList tagged = tags;
        if (tagged == null) {
            return null;
        }
        int low = 0;
        // No record stands behind its own number, and if all have tags each stands there.
        int high = Math.min(record, tagged.count() / INTS_OF_TAGS - 1);
        for (int at = high; low <= high; at = (low + high) >>> 1) {
            int found = tagged.get(at * INTS_OF_TAGS);
            if (found == record) {
                return new StoredTags(bytes, tagged.get(at * INTS_OF_TAGS + 1), tagged.get(at * INTS_OF_TAGS + 2));
            }
            if (found < record) {
                low = at + 1;
            } else {
                high = at - 1;
            }
        }
        return null;
    }

    boolean pinned(int record) {
        return marked && records.get(record * INTS_OF_RECORD + 1) == AggregatedRecordFormat.PIN_INDEX;
    }
}
