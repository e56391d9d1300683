package dev.millrace.local.stream;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a stream's owner may change about it, beside its shards and its retention. Safe for use by many threads. */
public final class StreamSettings {

    /** Largest record of a stream whose owner said nothing, in KiB. */
    public static final int DEFAULT_RECORD_KIBIBYTES = 1_024;

    private static final int MAX_MODE_CHANGES = 2;
    private static final int MAX_SHARD_COUNT_CHANGES = 10;
    private static final int MAX_KEY_CHANGES = 25;

    private final ResourceAttributes attributes;
    private final RollingLimit modeChanges = new RollingLimit(MAX_MODE_CHANGES);
    private final RollingLimit shardCountChanges = new RollingLimit(MAX_SHARD_COUNT_CHANGES);
    private final RollingLimit keyChanges = new RollingLimit(MAX_KEY_CHANGES);
    private volatile boolean onDemand;
    private volatile boolean spreadingRecords;
    private volatile int maxRecordKibibytes = DEFAULT_RECORD_KIBIBYTES;
    private volatile @Nullable Integer warmMebibytesPerSecond;
    private volatile @Nullable String keyId;
    private volatile List<String> shardLevelMetrics = List.of();

    StreamSettings(StreamName name, boolean onDemand) {
        this.attributes = new ResourceAttributes("stream " + name.describe());
        this.onDemand = onDemand;
    }

    public ResourceAttributes attributes() {
        return attributes;
    }

    /** Whether the service, not the caller, decides how many shards there are. */
    public boolean onDemand() {
        return onDemand;
    }

    /** What only on-demand streams have ends with that mode. */
    public void setOnDemand(boolean onDemand) {
        this.onDemand = onDemand;
        if (!onDemand) {
            spreadingRecords = false;
            warmMebibytesPerSecond = null;
        }
    }

    /** Whether records go to the shards in turn, whatever their keys. */
    public boolean spreadingRecords() {
        return spreadingRecords;
    }

    public void setSpreadingRecords(boolean spreadingRecords) {
        this.spreadingRecords = spreadingRecords;
    }

    /** Largest record, payload and partition key together, in KiB. */
    public int maxRecordKibibytes() {
        return maxRecordKibibytes;
    }

    public void setMaxRecordKibibytes(int maxRecordKibibytes) {
        this.maxRecordKibibytes = maxRecordKibibytes;
    }

    /** Null if it was never asked for. A number that is told, and nothing else. */
    public @Nullable Integer warmMebibytesPerSecond() {
        return warmMebibytesPerSecond;
    }

    public void setWarmMebibytesPerSecond(int warmMebibytesPerSecond) {
        this.warmMebibytesPerSecond = warmMebibytesPerSecond;
    }

    /** The key under which records are said to be encrypted; null if they are not. Nothing is encrypted in truth. */
    public @Nullable String keyId() {
        return keyId;
    }

    public void setKeyId(@Nullable String keyId) {
        this.keyId = keyId;
    }

    public List<String> shardLevelMetrics() {
        return shardLevelMetrics;
    }

    /** Changes the metrics to what the function makes of them, and gives what they were. */
    public synchronized List<String> changeShardLevelMetrics(UnaryOperator<List<String>> change) {
        List<String> before = shardLevelMetrics;
        shardLevelMetrics = List.copyOf(change.apply(before));
        return before;
    }

    public RollingLimit modeChanges() {
        return modeChanges;
    }

    public RollingLimit shardCountChanges() {
        return shardCountChanges;
    }

    public RollingLimit keyChanges() {
        return keyChanges;
    }
}
