package dev.millrace.producer;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records of one key from overtaking each other: while one is on its way the next ones wait, also through all
 * of its tries. Not safe for use by many threads.
 */
final class KeyOrder {

    /** Those that wait, for each key that is on its way. */
    private final Map<Object, Deque<SealedRecord>> waiting = new HashMap<>();

    /** Whether the record may go; else it waits for the one before it. One without a key to order by always may. */
    boolean begin(SealedRecord record) {
        Object key = record.orderKey;
        if (key == null) {
            return true;
        }
        Deque<SealedRecord> queue = waiting.get(key);
        if (queue == null) {
            waiting.put(key, new ArrayDeque<>(0));
            return true;
        }
        queue.add(record);
        return false;
    }

    /** The record is stored or has failed. Gives the next one of its key, which may go now, or null. */
    @Nullable
    SealedRecord end(SealedRecord record) {
        Object key = record.orderKey;
        Deque<SealedRecord> queue = key == null ? null : waiting.get(key);
        if (key == null || queue == null) {
            return null;
        }
        SealedRecord next = queue.poll();
        if (next == null) {
            waiting.remove(key);
        }
        return next;
    }

    /** Takes out all that wait. */
    void drainTo(Collection<SealedRecord> target) {
        waiting.values().forEach(target::addAll);
        waiting.clear();
    }
}
