package dev.millrace.producer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.HashKey;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handle for what an {@link AggregationManager} collects for the shard that owns a hash key. It stays valid when
 * the shards change: it then stands for the shard that owns the hash key from then on.
 */
public final class ShardAggregator {

    private final AggregationManager manager;
    private final HashKey hashKey;

    ShardAggregator(AggregationManager manager, HashKey hashKey) {
        this.manager = manager;
        this.hashKey = hashKey;
    }

    /** Whose shard this stands for. */
    public HashKey hashKey() {
        return hashKey;
    }

    /**
     * Adds a user record, as {@link AggregationManager#addUserRecord(UserRecord)} does: one of another shard goes to
     * its own.
     */
    public void addUserRecord(UserRecord record) {
        manager.addUserRecord(record);
    }

    /** Adds a user record that goes where its partition key sends it. */
    public void addUserRecord(String partitionKey, byte[] data) {
        manager.addUserRecord(UserRecord.of(partitionKey, data));
    }

    /** Adds a user record with an explicit hash key of its own, unless that is null. */
    public void addUserRecord(String partitionKey, @Nullable HashKey explicitHashKey, ByteBuffer data) {
        manager.addUserRecord(UserRecord.of(partitionKey, explicitHashKey, data));
    }

    /** Finishes what is open for this shard and returns it; callbacks are not called. */
    public List<AggregatedRecord> clearAndGet() {
        return manager.clearAndGet(hashKey);
    }

    /** User records that wait for this shard. */
    public int userRecordCount() {
        return manager.userRecordCount(hashKey);
    }

    /** Bytes of the data that {@link #clearAndGet} would hand out now, exact. */
    public long sizeBytes() {
        return manager.sizeBytes(hashKey);
    }
}
