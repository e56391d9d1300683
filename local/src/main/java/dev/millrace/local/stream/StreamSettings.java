package dev.millrace.local.stream;

import dev.millrace.local.state.State;
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
    private final RollingLimit modeChanges;
    private final RollingLimit shardCountChanges;
    private final RollingLimit keyChanges;
    private final Runnable changed;
    private volatile boolean onDemand;
    private volatile boolean spreadingRecords;
    private volatile int maxRecordKibibytes = DEFAULT_RECORD_KIBIBYTES;
    private volatile @Nullable Integer warmMebibytesPerSecond;
    private volatile @Nullable String keyId;
    private volatile List<String> shardLevelMetrics = List.of();

    /** The defaults; whoever wants to know is told of changes. */
    StreamSettings(StreamName name, boolean onDemand, Runnable changed) {
        this.attributes = new ResourceAttributes(owner(name), changed);
        this.modeChanges = new RollingLimit(MAX_MODE_CHANGES);
        this.shardCountChanges = new RollingLimit(MAX_SHARD_COUNT_CHANGES);
        this.keyChanges = new RollingLimit(MAX_KEY_CHANGES);
        this.changed = changed;
        this.onDemand = onDemand;
    }

    /** As they were kept. */
    StreamSettings(State state, StreamName name, Runnable changed) {
        this.attributes = new ResourceAttributes(state.state("attributes"), owner(name), changed);
        this.modeChanges = new RollingLimit(MAX_MODE_CHANGES, state.numbers("modeChangesMillis"));
        this.shardCountChanges = new RollingLimit(MAX_SHARD_COUNT_CHANGES, state.numbers("shardCountChangesMillis"));
        this.keyChanges = new RollingLimit(MAX_KEY_CHANGES, state.numbers("keyChangesMillis"));
        this.changed = changed;
        this.onDemand = state.flag("onDemand");
        this.spreadingRecords = state.flag("spreadingRecords");
        this.maxRecordKibibytes = state.integer("maxRecordKibibytes");
        Long warm = state.numberOrNull("warmMebibytesPerSecond");
        this.warmMebibytesPerSecond = warm == null ? null : Math.toIntExact(warm);
        this.keyId = state.textOrNull("keyId");
        this.shardLevelMetrics = state.texts("shardLevelMetrics");
    }

    State state() {
        return State.create()
                .with("attributes", attributes.state())
                .with("modeChangesMillis", modeChanges.uses())
                .with("shardCountChangesMillis", shardCountChanges.uses())
                .with("keyChangesMillis", keyChanges.uses())
                .with("onDemand", onDemand)
                .with("spreadingRecords", spreadingRecords)
                .with("maxRecordKibibytes", maxRecordKibibytes)
                .with("warmMebibytesPerSecond", warmMebibytesPerSecond)
                .with("keyId", keyId)
                .with("shardLevelMetrics", shardLevelMetrics);
    }

    private static String owner(StreamName name) {
        return "stream " + name.describe();
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
        changed.run();
    }

    /** Whether records go to the shards in turn, whatever their keys. */
    public boolean spreadingRecords() {
        return spreadingRecords;
    }

    public void setSpreadingRecords(boolean spreadingRecords) {
        this.spreadingRecords = spreadingRecords;
        changed.run();
    }

    /** Largest record, payload and partition key together, in KiB. */
    public int maxRecordKibibytes() {
        return maxRecordKibibytes;
    }

    public void setMaxRecordKibibytes(int maxRecordKibibytes) {
        this.maxRecordKibibytes = maxRecordKibibytes;
        changed.run();
    }

    /** Null if it was never asked for. A number that is told, and nothing else. */
    public @Nullable Integer warmMebibytesPerSecond() {
        return warmMebibytesPerSecond;
    }

    public void setWarmMebibytesPerSecond(int warmMebibytesPerSecond) {
        this.warmMebibytesPerSecond = warmMebibytesPerSecond;
        changed.run();
    }

    /** The key under which records are said to be encrypted; null if they are not. Nothing is encrypted in truth. */
    public @Nullable String keyId() {
        return keyId;
    }

    public void setKeyId(@Nullable String keyId) {
        this.keyId = keyId;
        changed.run();
    }

    public List<String> shardLevelMetrics() {
        return shardLevelMetrics;
    }

    /** Changes the metrics to what the function makes of them, and gives what they were. */
    public List<String> changeShardLevelMetrics(UnaryOperator<List<String>> change) {
        List<String> before;
        synchronized (this) {
            before = shardLevelMetrics;
            shardLevelMetrics = List.copyOf(change.apply(before));
        }
        changed.run();
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
