package dev.millrace.local.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The records that a shard keeps, by their indexes, which count up from 1. Dropping the oldest frees it at once and
 * costs, over all, no more than storing did. Not safe for use by many threads.
 */
final class RecordLog {

    /** Fewer empty places than this at the front are not worth a move. */
    private static final int MIN_MOVED = 1_024;

    private final List<@Nullable StoredRecord> places = new ArrayList<>();
    private int emptyCount;
    private long firstIndex = 1;

    void add(StoredRecord record) {
        places.add(record);
    }

    /** The record at an index from {@link #firstIndex} up to, not including, {@link #nextIndex}. */
    StoredRecord get(long index) {
        return Objects.requireNonNull(places.get(emptyCount + (int) (index - firstIndex)));
    }

    StoredRecord removeFirst() {
        StoredRecord first = get(firstIndex);
        places.set(emptyCount, null);
        emptyCount++;
        firstIndex++;
        if (emptyCount == places.size() || (emptyCount >= MIN_MOVED && emptyCount >= places.size() / 2)) {
            places.subList(0, emptyCount).clear();
            emptyCount = 0;
        }
        return first;
    }

    /** Index of the oldest record that is kept; {@link #nextIndex} if none is. */
    long firstIndex() {
        return firstIndex;
    }

    /** Index that the next record will have. */
    long nextIndex() {
        return firstIndex + count();
    }

    int count() {
        return places.size() - emptyCount;
    }
}
