package dev.millrace.local.stream;

import dev.millrace.local.state.State;
import dev.millrace.local.traffic.ShardTraffic;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One shard: a log that is appended to until the shard is closed, and loses what is older than the trim horizon. Safe
 * for use by many threads; every method holds the shard's own lock, and none asks for anything but the horizon under
 * it.
 *
 * <p>A record's index counts up from 1, so its place in the log follows from its sequence number. Records behind the
 * horizon are dropped whenever the shard is written or read, so nobody ever sees one.
 */
public final class Shard {

    private final int index;
    private final HashKeyRange hashKeys;
    private final long createdSeconds;
    private final List<Integer> parents;
    private final LongSupplier trimHorizonMillis;
    private final RecordLog log;
    private final ShardTraffic traffic = new ShardTraffic();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private long closedMillis = -1;

    /**
     * An open shard.
     *
     * @param trimHorizonMillis records that arrived before are gone, in milliseconds since 1970
     * @param log with the records that it has
     */
    Shard(
            int index,
            HashKeyRange hashKeys,
            long createdSeconds,
            List<Integer> parents,
            LongSupplier trimHorizonMillis,
            RecordLog log) {
        this.index = index;
        this.hashKeys = hashKeys;
        this.createdSeconds = createdSeconds;
        this.parents = List.copyOf(parents);
        this.trimHorizonMillis = trimHorizonMillis;
        this.log = log;
    }

    /** A shard as it was kept. */
    static Shard restored(State state, LongSupplier trimHorizonMillis, StreamStorage storage) {
        int index = state.integer("index");
        long createdSeconds = state.number("createdSeconds");
        HashKeyRange hashKeys =
                new HashKeyRange(HashKey.parse(state.text("firstHashKey")), HashKey.parse(state.text("lastHashKey")));
        List<Integer> parents =
                state.numbers("parents").stream().map(Math::toIntExact).toList();
        RecordLog log = storage.openLog(index, createdSeconds);
        Shard shard = new Shard(index, hashKeys, createdSeconds, parents, trimHorizonMillis, log);
        Long closedMillis = state.numberOrNull("closedMillis");
        shard.closedMillis = closedMillis == null ? -1 : closedMillis;
        return shard;
    }

    /** What is to be kept of it beside its log. */
    synchronized State state() {
        return State.create()
                .with("index", index)
                .with("firstHashKey", hashKeys.start().toString())
                .with("lastHashKey", hashKeys.end().toString())
                .with("createdSeconds", createdSeconds)
                .with("parents", parents)
                .with("closedMillis", closedMillis < 0 ? null : closedMillis);
    }

    public int index() {
        return index;
    }

    public String id() {
        return ShardId.of(index);
    }

    public HashKeyRange hashKeys() {
        return hashKeys;
    }

    /** What was counted of it since the service began. */
    public ShardTraffic traffic() {
        return traffic;
    }

    /** When it was created, in seconds since 1970, as its sequence numbers say. */
    public long createdSeconds() {
        return createdSeconds;
    }

    /** Indexes of the shards that it came from: none, the one that was split, or the two that were merged. */
    public List<Integer> parents() {
        return parents;
    }

    /** The number that is smaller than every record's. */
    public SequenceNumber startingSequenceNumber() {
        return new SequenceNumber(createdSeconds, 0, createdSeconds, index);
    }

    /** The number that is larger than every record's, or null while the shard is open. */
    public synchronized @Nullable SequenceNumber endingSequenceNumber() {
        return closedMillis < 0
                ? null
                : new SequenceNumber(createdSeconds, SequenceNumber.END_INDEX, closedMillis / 1000, index);
    }

    public synchronized boolean isOpen() {
        return closedMillis < 0;
    }

    /** When it was closed, in milliseconds since 1970; negative while it is open. */
    public synchronized long closedMillis() {
        return closedMillis;
    }

    /** Stores records in their order, or returns null if the shard is closed and they belong to its children. */
    synchronized @Nullable List<SequenceNumber> append(List<NewRecord> records, long nowMillis, boolean encrypted) {
        if (closedMillis >= 0) {
            return null;
        }
        // Arrivals ascend along the log, although writers look at the clock before they hold the lock.
        long arrivalMillis = Math.max(nowMillis, log.lastArrivalMillis());
        List<StoredRecord> stored = new ArrayList<>(records.size());
        for (NewRecord added : records) {
            SequenceNumber number =
                    SequenceNumber.ofRecord(index, createdSeconds, log.nextIndex() + stored.size(), arrivalMillis);
            stored.add(new StoredRecord(number, arrivalMillis, added.partitionKey(), added.payload(), encrypted));
        }
        log.append(stored);
        traffic.stored(
                stored.size(),
                stored.stream().mapToLong(StoredRecord::byteCount).sum());
        trim();
        return stored.stream().map(StoredRecord::sequenceNumber).toList();
    }

    synchronized void close(long nowMillis) {
        closedMillis = Math.max(Math.max(nowMillis, log.lastArrivalMillis()), createdSeconds * 1000);
    }

    /** Takes a close back that nobody has heard of. */
    synchronized void reopen() {
        closedMillis = -1;
    }

    /** Drops the records behind the trim horizon. */
    private void trim() {
        long horizonMillis = trimHorizonMillis.getAsLong();
        long kept = log.firstIndex();
        while (kept < log.nextIndex() && log.arrivalMillis(kept) < horizonMillis) {
            kept++;
        }
        if (kept > log.firstIndex()) {
            log.dropBefore(kept);
        }
    }

    /** Drops the records behind the trim horizon, and whatever is only held for speed. */
    synchronized void rest() {
        trim();
        log.rest();
    }

    /** Whether it was closed behind the trim horizon: it can have no records, and is not listed any more. */
    public synchronized boolean isExpired() {
        return closedMillis >= 0 && closedMillis < trimHorizonMillis.getAsLong();
    }

    /** Index that the next record will get. */
    public synchronized long nextIndex() {
        return log.nextIndex();
    }

    /** Index of the oldest record that is kept; {@link #nextIndex} if none is. */
    public synchronized long firstIndex() {
        trim();
        return log.firstIndex();
    }

    /** Index of the first record that was stored at or after the moment; {@link #nextIndex} if there is none. */
    public synchronized long indexAt(long millis) {
        trim();
        long from = log.firstIndex();
        long to = log.nextIndex();
        while (from < to) {
            long middle = (from + to) >>> 1;
            if (log.arrivalMillis(middle) < millis) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /**
     * What a reader at this index, or at the oldest record if that is trimmed, gets: at least one record if there is any, at most so many, and no more than the
     * byte limit beyond the first.
     */
    public synchronized ShardRead read(long fromIndex, int maxCount, long maxBytes) {
        trim();
        long from = Math.max(log.firstIndex(), fromIndex);
        List<StoredRecord> records = from < log.nextIndex() ? log.read(from, maxCount, maxBytes) : List.of();
        long position = from + records.size();
        boolean atTip = position >= log.nextIndex();
        long oldestUnread = atTip ? -1 : log.arrivalMillis(position);
        return new ShardRead(records, position, oldestUnread, atTip && closedMillis >= 0);
    }

    /** Has the watcher run, in the writer's thread, whenever there may be something new. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    public void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** Tells the watchers. Called by whoever has changed something, without a lock. */
    void changed() {
        watchers.forEach(Runnable::run);
    }

    /** How many records it keeps. */
    public synchronized int recordCount() {
        return (int) (log.nextIndex() - log.firstIndex());
    }

    /** Bytes of payloads and partition keys that it keeps. */
    public synchronized long byteCount() {
        return log.byteCount();
    }
}
