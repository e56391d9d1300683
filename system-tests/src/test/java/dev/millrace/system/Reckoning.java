package dev.millrace.system;

import dev.millrace.producer.Attempt;
import dev.millrace.producer.PutResult;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * What was put and what was read, by the number of each record and by its place in the stream. Safe for many threads.
 */
final class Reckoning {

    /** Where a user record is stored. */
    record Place(String shardId, String sequenceNumber, long subSequenceNumber) {}

    private static final Duration LIMIT = Duration.ofMinutes(15);

    private static final Duration ENDS_LIMIT = Duration.ofSeconds(60);

    /** How long nothing may come before what is missing counts as lost. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();

    /** How long nothing may come, when everything is there, before there are no more duplicates to expect. */
    private static final long AFTERWARDS_NANOS = Duration.ofSeconds(1).toNanos();

    private final int total;
    private final AtomicReferenceArray<Place> stored;
    private final AtomicReferenceArray<Place> read;
    private final AtomicIntegerArray times;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger copies = new AtomicInteger();
    private final AtomicInteger distinct = new AtomicInteger();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final Set<String> endedShards = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());

    Reckoning(int total) {
        this.total = total;
        this.stored = new AtomicReferenceArray<>(total);
        this.read = new AtomicReferenceArray<>(total);
        this.times = new AtomicIntegerArray(total);
    }

    int total() {
        return total;
    }

    /** A put was answered: the record is said to be here. */
    void put(int number, PutResult result) {
        stored.set(number, new Place(result.shardId(), result.sequenceNumber(), result.subSequenceNumber()));
        answered.incrementAndGet();
        copies.addAndGet((int) result.attempts().stream()
                .filter(attempt -> attempt.outcome() != Attempt.Outcome.REFUSED)
                .count());
    }

    /** A record was delivered from here. */
    void read(int number, Place place) {
        read.set(number, place);
        if (times.incrementAndGet(number) == 1) {
            distinct.incrementAndGet();
        }
        deliveries.incrementAndGet();
        lastNanos.set(System.nanoTime());
    }

    /** Waits until everything is read, or nothing has come for long. */
    void awaitDeliveries() {
        lastNanos.set(System.nanoTime());
        boolean settled = Await.until(LIMIT, () -> {
            long quiet = System.nanoTime() - lastNanos.get();
            return quiet > PATIENCE_NANOS || (distinct.get() == total && quiet > AFTERWARDS_NANOS);
        });
        if (!settled) {
            throw new AssertionError("records still come after " + LIMIT + ": deliveries=" + deliveries);
        }
    }

    /** A shard was read to its end, and that was checkpointed. */
    void shardEnded(String shardId) {
        endedShards.add(shardId);
    }

    /** Waits until these shards were read to their ends; gives those that were. */
    Set<String> awaitEnds(Set<String> shardIds) {
        boolean unused = Await.until(ENDS_LIMIT, () -> endedShards.containsAll(shardIds));
        return Set.copyOf(endedShards);
    }

    /** Puts that were answered with a place. */
    int put() {
        return answered.get();
    }

    /** How often records were, or may have been, stored, by what their puts were answered with. */
    int copies() {
        return copies.get();
    }

    int deliveries() {
        return deliveries.get();
    }

    /** Records that were read at least once. */
    int read() {
        return distinct.get();
    }

    /** Records that were put and never read. */
    int lost() {
        return (int) IntStream.range(0, total)
                .filter(number -> stored.get(number) != null && times.get(number) == 0)
                .count();
    }

    /** Deliveries beyond the first of each record. */
    int duplicates() {
        return deliveries.get() - distinct.get();
    }

    /** Records that were put and never read at the place that the put was answered with. */
    int unmatched() {
        return (int) IntStream.range(0, total)
                .filter(number ->
                        stored.get(number) != null && !stored.get(number).equals(read.get(number)))
                .count();
    }
}
