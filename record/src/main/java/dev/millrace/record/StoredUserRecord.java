package dev.millrace.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A user record as it was read out of an aggregated record.
 *
 * <p>The data are a slice of the Kinesis record's bytes, not a copy.
 */
public final class StoredUserRecord {

    private final TableKey partitionKey;
    private final @Nullable TableHashKey hashKey;
    private final boolean pinned;
    private final ByteBuffer data;
    private final int subSequenceNumber;

    StoredUserRecord(
            TableKey partitionKey,
            @Nullable TableHashKey hashKey,
            boolean pinned,
            ByteBuffer data,
            int subSequenceNumber) {
        this.partitionKey = partitionKey;
        this.hashKey = hashKey;
        this.pinned = pinned;
        this.data = data;
        this.subSequenceNumber = subSequenceNumber;
    }

    public String partitionKey() {
        return partitionKey.text();
    }

    /** The caller's own hash key, or null if there was none. A pin is not the caller's. */
    public @Nullable HashKey explicitHashKey() {
        TableHashKey key = hashKey;
        return pinned || key == null ? null : key.value();
    }

    /** The caller's own hash key as it is stored, perhaps with leading zeros, or null if there was none. */
    public @Nullable String explicitHashKeyText() {
        TableHashKey key = hashKey;
        return pinned || key == null ? null : key.text();
    }

    /** The hash key that this user record is stored under: pin, explicit hash key, or MD5 of the partition key. */
    public HashKey hashKey() {
        TableHashKey key = hashKey;
        return key == null ? partitionKey.hashKey() : key.value();
    }

    /** Whether the writer gave this user record the common hash key of its aggregate. */
    public boolean pinned() {
        return pinned;
    }

    /** The payload, a fresh read-only buffer at position 0. */
    public ByteBuffer data() {
        return data.duplicate();
    }

    /** Zero-based place in the aggregated record. */
    public int subSequenceNumber() {
        return subSequenceNumber;
    }

    @Override
    public String toString() {
        return "StoredUserRecord[partitionKey=" + partitionKey() + " explicitHashKey=" + explicitHashKeyText()
                + " pinned=" + pinned + " subSequenceNumber=" + subSequenceNumber + " dataLength=" + data.limit()
                + "]";
    }
}
