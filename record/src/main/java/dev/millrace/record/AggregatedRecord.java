package dev.millrace.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A finished Kinesis record, ready for PutRecord or PutRecords. It holds at least one user record.
 *
 * <p>Its data are framed in the aggregated record format, unless it holds a lone user record that is sent plain.
 */
public final class AggregatedRecord {

    private final String partitionKey;
    private final @Nullable HashKey explicitHashKey;
    private final byte[] data;
    private final int userRecordCount;
    private final boolean framed;
    private final HashKeyRange hashKeys;

    AggregatedRecord(
            String partitionKey,
            @Nullable HashKey explicitHashKey,
            byte[] data,
            int userRecordCount,
            boolean framed,
            HashKeyRange hashKeys) {
        this.partitionKey = partitionKey;
        this.explicitHashKey = explicitHashKey;
        this.data = data;
        this.userRecordCount = userRecordCount;
        this.framed = framed;
        this.hashKeys = hashKeys;
    }

    /** The outer partition key, for the put. */
    public String partitionKey() {
        return partitionKey;
    }

    /** The outer explicit hash key, for the put; null if the put must not name one. */
    public @Nullable HashKey explicitHashKey() {
        return explicitHashKey;
    }

    /** The bytes, for the put: a fresh read-only buffer at position 0. */
    public ByteBuffer data() {
        return ByteBuffer.wrap(data).asReadOnlyBuffer();
    }

    /** The bytes themselves, not a copy, for clients that take arrays. Whoever changes them breaks their digest. */
    public byte[] dataUnsafe() {
        return data;
    }

    /** How many user records it holds, at least one. */
    public int userRecordCount() {
        return userRecordCount;
    }

    /** Whether the data are in the aggregated record format; false of a lone user record that is sent plain. */
    public boolean framed() {
        return framed;
    }

    /** Bytes of the data. */
    public int sizeBytes() {
        return data.length;
    }

    /** What the service counts: data and UTF-8 bytes of the outer partition key. */
    public int putSizeBytes() {
        return data.length + PartitionKey.utf8Length(partitionKey);
    }

    /**
     * From the smallest to the largest hash key of its user records. It is read without loss by everyone if it lies
     * in a shard that owns both. A pinned one has a single hash key.
     */
    public HashKeyRange hashKeys() {
        return hashKeys;
    }

    @Override
    public String toString() {
        return "AggregatedRecord[partitionKey=" + partitionKey + " explicitHashKey=" + explicitHashKey
                + " userRecordCount=" + userRecordCount + " sizeBytes=" + data.length + "]";
    }
}
