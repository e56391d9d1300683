package dev.millrace.producer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordTooLargeException;
import dev.millrace.record.ShardMap;
import dev.millrace.record.ShardRange;
import dev.millrace.record.UserRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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

    /** What the records of an open aggregate have in common; the shard where it is known, else the hash key. */
    private record Group(
            AggregationLayout layout,
            @Nullable String shardId,
            @Nullable HashKey hashKey) {}

    /** An aggregate that still takes records. It holds one aggregate at a time, since it is never given two kinds. */
    private static final class OpenGroup {
        final RecordAggregator aggregator;
        List<PendingPut> puts = new ArrayList<>();

        OpenGroup(RecordAggregator aggregator) {
            this.aggregator = aggregator;
        }
    }

    private final ProducerSettings settings;
    private final ShardDirectory shards;
    private final Map<Group, OpenGroup> groups = new LinkedHashMap<>();
    private final Deque<SealedRecord> ready = new ArrayDeque<>();
    private long oldestNanos;
    private boolean placedByService;

    Accumulator(ProducerSettings settings, ShardDirectory shards) {
        this.settings = settings;
        this.shards = shards;
    }

    /** Takes a user record. True if the sender has to know: something is ready, or the first record waits. */
    synchronized boolean add(UserRecord record, PendingPut put) {
        if (placedByService) {
            // Pinned layout leaves a lone record its own keys and gives it no explicit hash key.
            ready.add(alone(AggregationLayout.PINNED, UserRecord.of(record.partitionKey(), record.data()), put));
            return true;
        }
        boolean idle = groups.isEmpty() && ready.isEmpty();
        ShardMap map = shards.open();
        Optional<ShardRange> shard = map.shardFor(record.hashKey());
        if (record.sizeBytes() > settings.maxAggregateBytes()) {
            ready.add(alone(settings.layout(), record, put));
            return true;
        }
        AggregationLayout layout = record.explicitHashKey() == null ? settings.layout() : AggregationLayout.KPL;
        Group group = shard.map(range -> new Group(layout, range.shardId(), null))
                .orElseGet(() -> new Group(layout, null, record.hashKey()));
        OpenGroup open = groups.get(group);
        if (open == null) {
            if (groups.isEmpty()) {
                oldestNanos = put.acceptedNanos;
            }
            open = new OpenGroup(aggregator(layout, settings.maxAggregateBytes()));
            groups.put(group, open);
        }
        Optional<AggregatedRecord> finished;
        try {
            finished = open.aggregator.addUserRecord(record);
        } catch (RecordTooLargeException e) {
            // Its data would read as an aggregated record, so it needs a frame, and with that it is too large here.
            ready.add(alone(settings.layout(), record, put));
            return true;
        }
        if (finished.isPresent()) {
            ready.add(new SealedRecord(finished.get(), open.puts, group.shardId()));
            open.puts = new ArrayList<>();
        }
        open.puts.add(put);
        return idle || finished.isPresent();
    }

    /** Takes a user record that is to share a Kinesis record with no other: wherever that lands, it is right. */
    synchronized void addAlone(UserRecord record, PendingPut put) {
        ready.add(alone(settings.layout(), record, put));
    }

    /** From now on the service places records itself: they go one by one, without explicit hash keys. */
    synchronized boolean placedByService() {
        boolean first = !placedByService;
        placedByService = true;
        return first;
    }

    /** Finishes all open aggregates if the oldest has waited long enough. */
    synchronized void sealIfDue(long nowNanos) {
        if (!groups.isEmpty() && nowNanos - oldestNanos >= settings.linger().toNanos()) {
            sealAll();
        }
    }

    /** Finishes all open aggregates. */
    synchronized void sealAll() {
        groups.forEach((group, open) -> {
            for (AggregatedRecord finished : open.aggregator.clearAndGet()) {
                ready.add(new SealedRecord(finished, open.puts, group.shardId()));
            }
        });
        groups.clear();
    }

    /** Hands over what is finished. */
    synchronized void drainTo(Collection<SealedRecord> target) {
        target.addAll(ready);
        ready.clear();
    }

    /** When {@link #sealIfDue} has something to do; far away if nothing is open. */
    synchronized long dueNanos(long nowNanos) {
        return groups.isEmpty()
                ? nowNanos + Long.MAX_VALUE / 4
                : oldestNanos + settings.linger().toNanos();
    }

    private SealedRecord alone(AggregationLayout layout, UserRecord record, PendingPut put) {
        RecordAggregator aggregator = aggregator(layout, settings.maxRecordBytes());
        aggregator.addUserRecord(record);
        List<PendingPut> puts = new ArrayList<>(1);
        puts.add(put);
        return new SealedRecord(aggregator.clearAndGet().get(0), puts, null);
    }

    private static RecordAggregator aggregator(AggregationLayout layout, int maxSizeBytes) {
        return RecordAggregator.builder()
                .layout(layout)
                .maxSizeBytes(maxSizeBytes)
                .frameLoneRecords(false)
                .build();
    }
}
