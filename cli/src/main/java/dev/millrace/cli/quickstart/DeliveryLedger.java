package dev.millrace.cli.quickstart;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Matches every put with the deliveries by (shard, sequence number, sub-sequence number), so that a loss is not
 * hidden by a duplicate elsewhere. Safe for many threads.
 */
final class DeliveryLedger {

    private record Place(String shardId, String sequenceNumber) {}

    /** User records of one Kinesis record, by sub-sequence number. */
    private static final class Indexes {
        final BitSet put = new BitSet();
        final BitSet delivered = new BitSet();
    }

    private final Map<Place, Indexes> places = new ConcurrentHashMap<>();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong matched = new AtomicLong();
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();

    /** A put was answered: the record is said to be here. */
    void stored(String shardId, String sequenceNumber, long subSequenceNumber) {
        Indexes indexes = indexes(shardId, sequenceNumber);
        int index = Math.toIntExact(subSequenceNumber);
        synchronized (indexes) {
            indexes.put.set(index);
            if (indexes.delivered.get(index)) {
                matched.incrementAndGet();
            }
        }
        stored.incrementAndGet();
    }

    /** A record from here was delivered. */
    void delivered(String shardId, String sequenceNumber, long subSequenceNumber) {
        Indexes indexes = indexes(shardId, sequenceNumber);
        int index = Math.toIntExact(subSequenceNumber);
        synchronized (indexes) {
            if (indexes.delivered.get(index)) {
                repeated.incrementAndGet();
            } else {
                indexes.delivered.set(index);
                if (indexes.put.get(index)) {
                    matched.incrementAndGet();
                }
            }
        }
        deliveries.incrementAndGet();
    }

    private Indexes indexes(String shardId, String sequenceNumber) {
        Place place = new Place(shardId, sequenceNumber);
        Indexes known = places.get(place);
        return known != null ? known : places.computeIfAbsent(place, unknown -> new Indexes());
    }

    long stored() {
        return stored.get();
    }

    long deliveries() {
        return deliveries.get();
    }

    /** Puts that were answered and not delivered. */
    long lost() {
        return stored.get() - matched.get();
    }

    /** Deliveries beyond the first of a put, and deliveries that no put was told of. */
    long duplicates() {
        long unexpected = 0;
        for (Indexes indexes : places.values()) {
            synchronized (indexes) {
                BitSet untold = (BitSet) indexes.delivered.clone();
                untold.andNot(indexes.put);
                unexpected += untold.cardinality();
            }
        }
        return repeated.get() + unexpected;
    }

    /** Kinesis records that hold them. */
    long kinesisRecords() {
        return places.size();
    }
}
