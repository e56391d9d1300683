package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user record as it was read out of an aggregated record. Immutable.
 *
 * <p>It is a view of the Kinesis record's bytes, which stay in memory as long as it does and must not be changed.
 * Who keeps few of many user records for long keeps a {@link #copy()}.
 */
public final class StoredUserRecord {

    private final PartitionKeyTable partitionKeys;
    private final int partitionKeyIndex;
    private final @Nullable TableHashKey storedHashKey;
    private final boolean pinned;
    private final ByteBuffer bytes;
    private final int dataOffset;
    private final int dataLength;
    private final @Nullable StoredTags tags;
    private final int subSequenceNumber;

    /**
     * @param bytes read-only
     */
    StoredUserRecord(
            PartitionKeyTable partitionKeys,
            int partitionKeyIndex,
            @Nullable TableHashKey storedHashKey,
            boolean pinned,
            ByteBuffer bytes,
            int dataOffset,
            int dataLength,
            @Nullable StoredTags tags,
            int subSequenceNumber) {
        this.partitionKeys = partitionKeys;
        this.partitionKeyIndex = partitionKeyIndex;
        this.storedHashKey = storedHashKey;
        this.pinned = pinned;
        this.bytes = bytes;
        this.dataOffset = dataOffset;
        this.dataLength = dataLength;
        this.tags = tags;
        this.subSequenceNumber = subSequenceNumber;
    }

    public String partitionKey() {
        return partitionKeys.text(partitionKeyIndex);
    }

    /** The caller's own hash key, or null if there was none. A pin is not the caller's. */
    public @Nullable HashKey explicitHashKey() {
        TableHashKey key = storedHashKey;
        return pinned || key == null ? null : key.value();
    }

    /** The caller's own hash key as it is stored, perhaps with leading zeros, or null if there was none. */
    public @Nullable String explicitHashKeyText() {
        TableHashKey key = storedHashKey;
        return pinned || key == null ? null : key.text();
    }

    /** The hash key that this user record is stored under: pin, explicit hash key, or MD5 of the partition key. */
    public HashKey hashKey() {
        TableHashKey key = storedHashKey;
        return key == null ? partitionKeys.hashKey(partitionKeyIndex) : key.value();
    }

    /** Whether the writer gave this user record the common hash key of its aggregate. */
    public boolean pinned() {
        return pinned;
    }

    /** The payload, a fresh read-only buffer at position 0: a slice, not a copy. */
    public ByteBuffer data() {
        return bytes.slice(dataOffset, dataLength);
    }

    /** Its tags but for the mark of a pinned aggregate, read anew in every call. */
    public List<RecordTag> tags() {
        return StoredTags.list(tags);
    }

    /** Bytes of the payload. */
    public int dataLength() {
        return dataLength;
    }

    /** Zero-based index in the aggregated record. */
    public int subSequenceNumber() {
        return subSequenceNumber;
    }

    /** The same user record with bytes of its own, so that those of the Kinesis record need not stay in memory. */
    public StoredUserRecord copy() {
        return new StoredUserRecord(
                partitionKeys.only(partitionKeyIndex),
                0,
                storedHashKey == null ? null : storedHashKey.copy(),
                pinned,
                ByteBuffer.wrap(Text.copy(bytes, dataOffset, dataLength)).asReadOnlyBuffer(),
                0,
                dataLength,
                tags == null ? null : tags.copy(),
                subSequenceNumber);
    }

    /**
     * What was put: the user record for another aggregator or producer. It carries the caller's own explicit hash key
     * and tags but no pin. Its data are this record's view.
     *
     * @throws IllegalArgumentException if the stored partition key is none that the service takes
     */
    public UserRecord toUserRecord() {
        UserRecord untagged = UserRecord.of(partitionKey(), explicitHashKey(), data());
        return tags == null ? untagged : untagged.withTags(tags());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredUserRecord record
                && subSequenceNumber == record.subSequenceNumber
                && pinned == record.pinned
                && partitionKey().equals(record.partitionKey())
                && hashKey().equals(record.hashKey())
                && Objects.equals(explicitHashKeyText(), record.explicitHashKeyText())
                && data().equals(record.data())
                && tags().equals(record.tags());
    }

    @Override
    public int hashCode() {
        return Objects.hash(partitionKey(), data(), subSequenceNumber);
    }

    @Override
    public String toString() {
        return "StoredUserRecord[partitionKey=" + partitionKey() + " explicitHashKey=" + explicitHashKeyText()
                + " pinned=" + pinned + " subSequenceNumber=" + subSequenceNumber + " dataLength=" + dataLength + "]";
    }
}
