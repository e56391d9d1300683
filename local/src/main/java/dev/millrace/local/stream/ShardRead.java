package dev.millrace.local.stream;

import java.util.List;

/**
 * What one read of a shard found.
 *
 * @param records the records, oldest first
 * @param nextIndex index at which the next read goes on
 * @param oldestUnreadMillis when the record at the next index was stored; negative if the reader is at the tip
 * @param ended whether the shard is closed and nothing follows
 */
public record ShardRead(List<StoredRecord> records, long nextIndex, long oldestUnreadMillis, boolean ended) {

    /** How far the reader is behind the tip, in milliseconds. */
    public long millisBehind(long nowMillis) {
        return oldestUnreadMillis < 0 ? 0 : Math.max(0, nowMillis - oldestUnreadMillis);
    }

    /** Bytes of payloads and partition keys. */
    public long byteCount() {
        return records.stream().mapToLong(StoredRecord::byteCount).sum();
    }
}
