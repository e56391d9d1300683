package dev.millrace.local.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A log on the heap. Dropping the oldest frees it at once and costs, over all, no more than storing did. */
final class MemoryLog implements RecordLog {

    /** Fewer empty places than this at the front are not worth a move. */
    private static final int MIN_MOVED = 1_024;

    private final List<@Nullable StoredRecord> places = new ArrayList<>();
    private int emptyCount;
    private long firstIndex = 1;
    private long bytes;
    private long lastArrivalMillis;

    @Override
    public void append(List<StoredRecord> records) {
        for (StoredRecord record : records) {
            places.add(record);
            bytes += record.byteCount();
            lastArrivalMillis = record.arrivalMillis();
        }
    }

    @Override
    public long arrivalMillis(long index) {
        return get(index).arrivalMillis();
    }

    @Override
    public List<StoredRecord> read(long fromIndex, int maxCount, long maxBytes) {
        List<StoredRecord> records = new ArrayList<>();
        long total = 0;
        for (long index = fromIndex; index < nextIndex() && records.size() < maxCount; index++) {
            StoredRecord record = get(index);
            total += record.byteCount();
            if (!records.isEmpty() && total > maxBytes) {
                break;
            }
            records.add(record);
        }
        return records;
    }

    @Override
    public void dropBefore(long index) {
        while (firstIndex < index) {
            bytes -= get(firstIndex).byteCount();
            places.set(emptyCount, null);
            emptyCount++;
            firstIndex++;
        }
        if (emptyCount == places.size() || (emptyCount >= MIN_MOVED && emptyCount >= places.size() / 2)) {
            places.subList(0, emptyCount).clear();
            emptyCount = 0;
        }
    }

    @Override
    public long firstIndex() {
        return firstIndex;
    }

    @Override
    public long nextIndex() {
        return firstIndex + places.size() - emptyCount;
    }

    @Override
    public long byteCount() {
        return bytes;
    }

    @Override
    public long lastArrivalMillis() {
        return lastArrivalMillis;
    }

    @Override
    public void rest() {}

    private StoredRecord get(long index) {
        return Objects.requireNonNull(places.get(emptyCount + (int) (index - firstIndex)));
    }
}
