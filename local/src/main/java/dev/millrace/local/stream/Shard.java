package dev.millrace.local.stream;

import dev.millrace.record.HashKeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One shard: a log that is appended to until the shard is closed. Safe for use by many threads; every method holds
 * the shard's own lock, and none calls out under it.
 *
 * <p>A record's index counts up from 1, so its place in the log follows from its sequence number.
 */
public final class Shard {

    private final int index;
    private final HashKeyRange hashKeys;
    private final long createdSeconds;
    private final List<Integer> parents;
    private final List<StoredRecord> log = new ArrayList<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private long bytes;
    private long closedMillis = -1;

    Shard(int index, HashKeyRange hashKeys, long createdSeconds, List<Integer> parents) {
        this.index = index;
        this.hashKeys = hashKeys;
        this.createdSeconds = createdSeconds;
        this.parents = List.copyOf(parents);
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

    /** Stores a record, or returns null if the shard is closed and the record belongs to one of its children. */
    @Nullable
    synchronized SequenceNumber append(String partitionKey, byte[] payload, long nowMillis) {
        if (closedMillis >= 0) {
            return null;
        }
        long arrivalMillis = Math.max(nowMillis, lastArrivalMillis());
        long seconds = Math.max(arrivalMillis / 1000, createdSeconds);
        SequenceNumber number = new SequenceNumber(createdSeconds, log.size() + 1L, seconds, index);
        log.add(new StoredRecord(number, arrivalMillis, partitionKey, payload));
        bytes += payload.length + (long) partitionKey.length();
        return number;
    }

    synchronized void close(long nowMillis) {
        closedMillis = Math.max(Math.max(nowMillis, lastArrivalMillis()), createdSeconds * 1000);
    }

    /** Arrivals ascend along the log, although writers look at the clock before they hold the lock. */
    private long lastArrivalMillis() {
        return log.isEmpty() ? 0 : log.get(log.size() - 1).arrivalMillis();
    }

    /** Index that the next record will get. */
    public synchronized long nextIndex() {
        return log.size() + 1L;
    }

    /** Index of the oldest record that is kept. */
    public synchronized long firstIndex() {
        return 1;
    }

    /** Index of the first record that was stored at or after the moment; {@link #nextIndex} if there is none. */
    public synchronized long indexAt(long millis) {
        int from = 0;
        int to = log.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (log.get(middle).arrivalMillis() < millis) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from + 1L;
    }

    /**
     * What a reader at this index gets: at least one record if there is any, at most so many, and no more than the
     * byte limit beyond the first.
     */
    public synchronized ShardRead read(long fromIndex, int maxCount, long maxBytes) {
        List<StoredRecord> records = new ArrayList<>();
        long position = Math.max(1, fromIndex);
        long total = 0;
        while (position <= log.size() && records.size() < maxCount) {
            StoredRecord record = log.get((int) (position - 1));
            total += record.payload().length + (long) record.partitionKey().length();
            if (!records.isEmpty() && total > maxBytes) {
                break;
            }
            records.add(record);
            position++;
        }
        boolean atTip = position > log.size();
        long oldestUnread = atTip ? -1 : log.get((int) (position - 1)).arrivalMillis();
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
        return log.size();
    }

    /** Bytes of payloads and partition keys that it keeps. */
    public synchronized long byteCount() {
        return bytes;
    }
}
