package dev.millrace.producer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finished records that may be sent, each with those for the same shard. Shards take turns, and one that may not be
 * sent to just now does not hold up the others. Not safe for use by many threads.
 */
final class ShardQueues {

    /** Most records in a request of the service's. */
    private static final int MAX_ENTRIES = 500;

    /**
     * Largest request, in bytes of payloads and partition keys, unless a single record is larger. The service takes
     * 10 MiB; larger ones than this make nothing faster, and arrays that garbage collectors treat as a burden.
     */
    private static final int MAX_REQUEST_BYTES = 256 << 10;

    /** The records whose shard is not known have a queue of their own, at the rate of many shards. */
    private static final String UNKNOWN = "";

    private static final int SHARDS_AT_MOST = 100;

    private final double rateLimit;
    private final Map<String, Deque<SealedRecord>> queues = new LinkedHashMap<>();
    private final Map<String, ShardRate> rates = new HashMap<>();
    private int size;

    ShardQueues(double rateLimit) {
        this.rateLimit = rateLimit;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a record for the shard that owns it now; an empty text if that is not known. */
    void add(SealedRecord record, String shardId) {
        Deque<SealedRecord> queue = queues.computeIfAbsent(shardId, id -> new ArrayDeque<>());
        // One that comes back after a try is older than those that wait for their first.
        if (!queue.isEmpty() && record.oldestAcceptedNanos < queue.getFirst().oldestAcceptedNanos) {
            queue.addFirst(record);
        } else {
            queue.add(record);
        }
        size++;
    }

    /**
     * Takes the records of the next request: as many as fit, some of each shard that has any.
     *
     * @return none if no shard may be sent to now
     */
    List<SealedRecord> takeBatch(long nowNanos) {
        List<SealedRecord> batch = new ArrayList<>();
        long bytes = 0;
        boolean more = true;
        while (more) {
            more = false;
            Iterator<Map.Entry<String, Deque<SealedRecord>>> turns =
                    queues.entrySet().iterator();
            while (turns.hasNext()) {
                Map.Entry<String, Deque<SealedRecord>> turn = turns.next();
                SealedRecord next = turn.getValue().getFirst();
                int length = next.content.putSizeBytes();
                boolean full = batch.size() == MAX_ENTRIES || bytes + length > MAX_REQUEST_BYTES || next.solo;
                if (full && !batch.isEmpty()) {
                    continue;
                }
                if (!rate(turn.getKey(), nowNanos).take(length, nowNanos)) {
                    continue;
                }
                turn.getValue().removeFirst();
                size--;
                if (turn.getValue().isEmpty()) {
                    turns.remove();
                }
                batch.add(next);
                bytes += length;
                if (next.solo) {
                    return batch;
                }
                more = true;
            }
        }
        rotate();
        return batch;
    }

    /** The shard that was first is last in the next turn. */
    private void rotate() {
        if (queues.size() > 1) {
            String first = queues.keySet().iterator().next();
            Deque<SealedRecord> queue = queues.remove(first);
            if (queue != null) {
                queues.put(first, queue);
            }
        }
    }

    /** When the next record may be taken. */
    long dueNanos(long nowNanos) {
        long due = nowNanos + Ranges.FOR_EVER_NANOS;
        for (Map.Entry<String, Deque<SealedRecord>> queue : queues.entrySet()) {
            int length = queue.getValue().getFirst().content.putSizeBytes();
            due = Math.min(due, rate(queue.getKey(), nowNanos).dueNanos(length, nowNanos));
        }
        return due;
    }

    /** Takes out those at the front of their queues, where the oldest are, for which the test holds. */
    void removeFirst(Predicate<SealedRecord> test, Consumer<SealedRecord> target) {
        Iterator<Deque<SealedRecord>> all = queues.values().iterator();
        while (all.hasNext()) {
            Deque<SealedRecord> queue = all.next();
            while (!queue.isEmpty() && test.test(queue.getFirst())) {
                size--;
                target.accept(queue.removeFirst());
            }
            if (queue.isEmpty()) {
                all.remove();
            }
        }
    }

    /** Takes out those whose shard was not known. */
    List<SealedRecord> takeUnknown() {
        Deque<SealedRecord> unknown = queues.remove(UNKNOWN);
        if (unknown == null) {
            return List.of();
        }
        size -= unknown.size();
        return List.copyOf(unknown);
    }

    void throttled(String shardId, long nowNanos) {
        rate(shardId, nowNanos).throttled(nowNanos);
    }

    /** Forgets the rates of shards that are gone. */
    void keepRates(Predicate<String> shardIds) {
        rates.keySet().removeIf(id -> !shardIds.test(id));
    }

    private ShardRate rate(String shardId, long nowNanos) {
        double limit = shardId.equals(UNKNOWN) ? rateLimit * SHARDS_AT_MOST : rateLimit;
        return rates.computeIfAbsent(shardId, id -> new ShardRate(limit, nowNanos));
    }
}
