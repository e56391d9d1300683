package dev.millrace.producer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordTag;
import dev.millrace.record.RecordTooLargeException;
import dev.millrace.record.ShardRange;
import dev.millrace.record.UserRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the user records of one stream into aggregates, and holds finished ones until the sender takes them. Safe
 * for use by many threads; every method holds its lock and calls out to nobody.
 *
 * <p>With a usable shard map, records are grouped by the shard that owns their hash key, so that a key stays in its
 * shard. Without one, only records of one hash key share an aggregate. User records with an explicit hash key of their
 * own never share one with others in pinned layout: they go into aggregates of KPL layout.
 */
final class Accumulator {

    /** What the records of an open aggregate have in common; what it is not grouped by is null. */
    private record Group(
            AggregationLayout layout,
            @Nullable String shardId,
            @Nullable String partitionKey,
            @Nullable HashKey hashKey) {}

    /** An aggregate that still takes records. It holds one aggregate at a time, since it is never given two kinds. */
    private static final class OpenGroup {
        final RecordAggregator aggregator;
        final @Nullable String shardId;
        final @Nullable Object orderKey;
        List<PendingPut> puts = new ArrayList<>();
        boolean tagged;

        OpenGroup(RecordAggregator aggregator, @Nullable String shardId, @Nullable Object orderKey) {
            this.aggregator = aggregator;
            this.shardId = shardId;
            this.orderKey = orderKey;
        }

        SealedRecord sealed(AggregatedRecord finished) {
            SealedRecord record = new SealedRecord(finished, puts, shardId, orderKey, tagged);
            puts = new ArrayList<>();
            tagged = false;
            return record;
        }
    }

    static final String NO_TAGS = "the stream places records itself, and readers may drop one with tags where it lies:"
            + " use neither producer id nor tags";

    /** More than a frame takes around one record that is numbered: table, pin, mark, lengths and tag. */
    private static final int LARGEST_FRAME = 2_048;

    private final StreamOptions options;
    private final @Nullable String producerId;
    private final RecordAggregator measure;
    private final Grouping grouping;
    private final boolean ordered;
    private final long lingerNanos;
    private final ShardDirectory shards;
    private final Map<Group, OpenGroup> groups = new LinkedHashMap<>();
    private final Map<String, Group> shardGroups = new HashMap<>();
    private final Deque<SealedRecord> ready = new ArrayDeque<>();
    private long oldestNanos;
    private long lastNumber;
    private boolean placedByStream;
    private boolean ended;

    /**
     * @param producerId in a tag of each accepted record, with its number; null for no tag
     */
    Accumulator(StreamOptions options, ShardDirectory shards, @Nullable String producerId) {
        this.producerId = producerId;
        this.measure = aggregator(options.layout(), options.maxRecordBytes());
        this.options = options;
        this.grouping = options.effectiveGrouping();
        this.ordered = options.ordering() == Ordering.PER_PARTITION_KEY;
        this.lingerNanos = options.linger().toNanos();
        this.shards = shards;
        this.placedByStream = options.distribution() == Distribution.BY_STREAM;
    }

    /**
     * Checks that a record can be stored, with the longest number that it may get.
     *
     * @throws RecordTooLargeException if it cannot
     */
    void checkSize(UserRecord record) {
        int max = options.maxRecordBytes();
        long size = record.sizeBytes();
        boolean measured = record.tagSizeBytes() > 0 || (producerId != null && size + LARGEST_FRAME > max);
        if (measured) {
            size = measure.putSizeAlone(numbered(record, Long.MAX_VALUE));
        }
        if (size > max) {
            throw new RecordTooLargeException(size, max);
        }
    }

    /** What the record takes of the buffer, beside what all do. */
    long bufferBytes(UserRecord record) {
        return record.sizeBytes() + record.tagSizeBytes() + (producerId == null ? 0 : producerId.length());
    }

    /**
     * Takes a user record of a caller's, with the next number if there is a producer id. True if the sender has to
     * know: something is ready, or the first record waits.
     *
     * @throws IllegalStateException if the producer is closed, or there is no order in the stream, or no tags
     */
    synchronized boolean accept(UserRecord record, PendingPut put) {
        boolean news = add(numbered(record, lastNumber + 1), put);
        lastNumber++;
        return news;
    }

    private UserRecord numbered(UserRecord record, long number) {
        String id = producerId;
        if (id == null) {
            return record;
        }
        List<RecordTag> tags = new ArrayList<>(record.tags());
        tags.add(new RecordTag(id, String.valueOf(number)));
        return record.withTags(tags);
    }

    /**
     * Takes a user record. True if the sender has to know: something is ready, or the first record waits.
     *
     * @throws IllegalStateException if the producer is closed, or there is no order in the stream, or no tags
     */
    synchronized boolean add(UserRecord record, PendingPut put) {
        if (ended) {
            throw new IllegalStateException("the producer is closed");
        }
        if (placedByStream) {
            if (ordered) {
                throw new IllegalStateException(
                        "the stream places records itself, so there is no order in it: use Ordering.NONE");
            }
            if (record.tagSizeBytes() > 0) {
                throw new IllegalStateException(NO_TAGS);
            }
            // Pinned layout leaves a lone record its own keys and gives it no explicit hash key.
            ready.add(alone(AggregationLayout.PINNED, UserRecord.of(record.partitionKey(), record.data()), put));
            return true;
        }
        boolean idle = groups.isEmpty() && ready.isEmpty();
        if (grouping == Grouping.NONE) {
            ready.add(alone(options.layout(), record, put));
            return true;
        }
        Group group = group(record);
        if (record.sizeBytes() > options.maxAggregateBytes()) {
            readyAfter(group, record, put);
            return true;
        }
        OpenGroup open = groups.get(group);
        if (open == null) {
            if (groups.isEmpty()) {
                oldestNanos = put.acceptedNanos;
            }
            RecordAggregator aggregator = aggregator(group.layout(), options.maxAggregateBytes());
            open = new OpenGroup(aggregator, shardOf(record), orderKey(record));
            groups.put(group, open);
        }
        Optional<AggregatedRecord> finished;
        try {
            finished = open.aggregator.addUserRecord(record);
        } catch (RecordTooLargeException e) {
            // Its data would read as an aggregated record, so it needs a frame, and with that it is too large here.
            readyAfter(group, record, put);
            return true;
        }
        if (finished.isPresent()) {
            ready.add(open.sealed(finished.get()));
        }
        open.puts.add(put);
        open.tagged |= record.tagSizeBytes() > 0;
        return idle || finished.isPresent();
    }

    private Group group(UserRecord record) {
        AggregationLayout layout = record.explicitHashKey() == null ? options.layout() : AggregationLayout.KPL;
        if (grouping == Grouping.PARTITION_KEY) {
            return new Group(layout, null, record.partitionKey(), record.hashKey());
        }
        String shardId = shardOf(record);
        if (shardId == null) {
            return new Group(layout, null, null, record.hashKey());
        }
        return layout == options.layout() ? groupOfShard(shardId) : new Group(layout, shardId, null, null);
    }

    /** Of nearly all records, so it is not made anew for each. */
    private Group groupOfShard(String shardId) {
        Group known = shardGroups.get(shardId);
        if (known == null) {
            known = new Group(options.layout(), shardId, null, null);
            shardGroups.put(shardId, known);
        }
        return known;
    }

    private @Nullable String shardOf(UserRecord record) {
        Optional<ShardRange> shard = shards.open().shardFor(record.hashKey());
        return shard.isPresent() ? shard.get().shardId() : null;
    }

    /** Something equal for all records that are to keep their order, or null. */
    private @Nullable Object orderKey(UserRecord record) {
        return ordered ? new Group(AggregationLayout.KPL, null, record.partitionKey(), record.hashKey()) : null;
    }

    /** Puts a record that fits into no aggregate behind what its group has so far. */
    private void readyAfter(Group group, UserRecord record, PendingPut put) {
        OpenGroup open = groups.get(group);
        if (ordered && open != null) {
            open.aggregator.clearAndGet().forEach(finished -> ready.add(open.sealed(finished)));
            groups.remove(group);
        }
        ready.add(alone(options.layout(), record, put));
    }

    /** Takes a user record that is to share a Kinesis record with no other: wherever that lands, it is right. */
    synchronized void addAlone(UserRecord record, PendingPut put) {
        ready.add(alone(options.layout(), record, put));
    }

    /** From now on the stream places records itself: they go one by one, without explicit hash keys. */
    synchronized boolean placedByStream() {
        boolean first = !placedByStream;
        placedByStream = true;
        return first;
    }

    synchronized boolean isPlacedByStream() {
        return placedByStream;
    }

    /** Finishes all open aggregates if the oldest has waited long enough. */
    synchronized void sealIfDue(long nowNanos) {
        if (!groups.isEmpty() && nowNanos - oldestNanos >= lingerNanos) {
            sealAll();
        }
    }

    /** Finishes all open aggregates. */
    synchronized void sealAll() {
        groups.values()
                .forEach(open -> open.aggregator.clearAndGet().forEach(finished -> ready.add(open.sealed(finished))));
        groups.clear();
        shardGroups.clear();
    }

    /** Hands over what is finished. */
    synchronized void drainTo(Collection<SealedRecord> target) {
        target.addAll(ready);
        ready.clear();
    }

    /** Finishes all, and takes nothing more. */
    synchronized void end() {
        sealAll();
        ended = true;
    }

    /** When {@link #sealIfDue} has something to do; far away if nothing is open. */
    synchronized long dueNanos(long nowNanos) {
        return groups.isEmpty() ? nowNanos + Ranges.FOR_EVER_NANOS : oldestNanos + lingerNanos;
    }

    private SealedRecord alone(AggregationLayout layout, UserRecord record, PendingPut put) {
        RecordAggregator aggregator = aggregator(layout, options.maxRecordBytes());
        aggregator.addUserRecord(record);
        List<PendingPut> puts = new ArrayList<>(1);
        puts.add(put);
        return new SealedRecord(
                aggregator.clearAndGet().get(0), puts, null, orderKey(record), record.tagSizeBytes() > 0);
    }

    private static RecordAggregator aggregator(AggregationLayout layout, int maxSizeBytes) {
        return RecordAggregator.builder()
                .layout(layout)
                .maxSizeBytes(maxSizeBytes)
                .frameLoneRecords(false)
                .build();
    }
}
