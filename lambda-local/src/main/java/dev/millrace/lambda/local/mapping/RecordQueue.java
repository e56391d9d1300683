package dev.millrace.lambda.local.mapping;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Records of a shard that wait to become batches. Who puts waits while it is full, who takes waits until there is a batch: as
 * many records as fit, or what there is when the first one has waited long enough.
 */
final class RecordQueue {

    /** What Lambda takes for an event, in bytes. */
    static final long MAX_EVENT_BYTES = 6_291_456 - 65_536;

    /** Clocks that are not the system's may go faster. */
    private static final long LONGEST_WAIT_MILLIS = 200;

    private final int batchSize;
    private final long windowNanos;
    private final Clock clock;
    private final Deque<MappedRecord> records = new ArrayDeque<>();
    private long queuedBytes;
    private boolean finished;
    private boolean closed;

    RecordQueue(int batchSize, Duration window, Clock clock) {
        this.batchSize = batchSize;
        this.windowNanos = window.toNanos();
        this.clock = clock;
    }

    /**
     * Adds records that came together: who takes sees as many of them as there is room for. Waits while two batches are there,
     * by their number or by their bytes.
     */
    synchronized void put(List<MappedRecord> added) throws StoppedException, InterruptedException {
        for (MappedRecord record : added) {
            while (!closed && (records.size() >= 2 * batchSize || queuedBytes >= 2 * MAX_EVENT_BYTES)) {
                notifyAll();
                wait();
            }
            if (closed) {
                throw new StoppedException();
            }
            records.addLast(record);
            queuedBytes += record.eventBytes();
        }
        notifyAll();
    }

    /** No more will come. */
    synchronized void finish() {
        finished = true;
        notifyAll();
    }

    /** Nobody waits any longer. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Whether all that was put was taken, and nothing was refused. */
    synchronized boolean isFinished() {
        return finished && !closed && records.isEmpty();
    }

    /**
     * The next batch.
     *
     * @param together whether a record may be in one batch with the first one
     * @param wakeAt when to return without records if there are none; null if never
     * @return none at that moment, or if no more will come
     */
    synchronized List<MappedRecord> take(BiPredicate<MappedRecord, MappedRecord> together, @Nullable Instant wakeAt)
            throws StoppedException, InterruptedException {
        while (true) {
            if (closed) {
                throw new StoppedException();
            }
            MappedRecord first = records.peekFirst();
            if (first == null) {
                long millis = wakeAt == null
                        ? Long.MAX_VALUE
                        : Duration.between(clock.instant(), wakeAt).toMillis();
                if (finished || millis <= 0) {
                    return List.of();
                }
                wait(Math.min(millis, LONGEST_WAIT_MILLIS));
            } else {
                int count = fitting(first, together);
                long left = windowNanos - (System.nanoTime() - first.queuedNanos());
                if (finished || count == batchSize || count < records.size() || left <= 0) {
                    return removeFirst(count);
                }
                wait(Math.min(left / 1_000_000 + 1, LONGEST_WAIT_MILLIS));
            }
        }
    }

    /** How many from the front make a batch: at least one, however large it is. */
    private int fitting(MappedRecord first, BiPredicate<MappedRecord, MappedRecord> together) {
        int count = 0;
        long bytes = 0;
        for (MappedRecord record : records) {
            bytes += record.eventBytes();
            if (count == batchSize || (count > 0 && (bytes > MAX_EVENT_BYTES || !together.test(first, record)))) {
                break;
            }
            count++;
        }
        return count;
    }

    private List<MappedRecord> removeFirst(int count) {
        List<MappedRecord> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            MappedRecord record = records.removeFirst();
            queuedBytes -= record.eventBytes();
            batch.add(record);
        }
        notifyAll();
        return batch;
    }
}
