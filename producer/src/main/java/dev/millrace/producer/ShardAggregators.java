package dev.millrace.producer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationGrouping;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.ShardMap;
import dev.millrace.record.ShardRange;
import dev.millrace.record.UserRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One aggregator for each open shard of a map, and what becomes of them when the map changes. Whoever calls holds a
 * lock; what is finished goes to a consumer in the order in which it was finished.
 */
final class ShardAggregators {

    private final AggregationLayout layout;
    private final int maxSizeBytes;
    private final Consumer<AggregatedRecord> finished;
    private final Map<String, RecordAggregator> byShard = new LinkedHashMap<>();

    /** For records of no known shard: only those of one partition key share an aggregate. */
    private final RecordAggregator shardless;

    private ShardMap map = ShardMap.empty();

    ShardAggregators(AggregationLayout layout, int maxSizeBytes, Consumer<AggregatedRecord> finished) {
        this.layout = layout;
        this.maxSizeBytes = maxSizeBytes;
        this.finished = finished;
        this.shardless = aggregator(AggregationGrouping.PARTITION_KEY);
    }

    private RecordAggregator aggregator(AggregationGrouping grouping) {
        return RecordAggregator.builder()
                .layout(layout)
                .grouping(grouping)
                .maxSizeBytes(maxSizeBytes)
                .build();
    }

    void add(UserRecord record) {
        ShardRange shard = map.shardFor(record.hashKey()).orElse(null);
        if (shard != null) {
            of(shard).addUserRecord(record).ifPresent(finished);
        } else if (layout == AggregationLayout.PINNED) {
            shardless.addUserRecord(record).ifPresent(finished);
        } else {
            // Nobody knows where it would land, so that it goes alone: then any place is right.
            shardless.addUserRecord(record).ifPresent(finished);
            shardless.clearAndGet().forEach(finished);
        }
    }

    /** The aggregator for the shard that owns the hash key; the one for records of no known shard if there is none. */
    RecordAggregator of(HashKey hashKey) {
        return map.shardFor(hashKey).map(this::of).orElse(shardless);
    }

    private RecordAggregator of(ShardRange shard) {
        return byShard.computeIfAbsent(shard.shardId(), id -> aggregator(AggregationGrouping.NONE));
    }

    void finishAll() {
        byShard.values().forEach(aggregator -> aggregator.clearAndGet().forEach(finished));
        shardless.clearAndGet().forEach(finished);
    }

    int userRecordCount() {
        return shardless.userRecordCount()
                + byShard.values().stream()
                        .mapToInt(RecordAggregator::userRecordCount)
                        .sum();
    }

    /**
     * Goes on with another map. Aggregates of shards that are in both stay open. Of the others, pinned ones are finished
     * as they are, since they are read in full wherever they land; those in KPL layout are taken apart, and their
     * records find their new shards.
     */
    void use(ShardMap next) {
        if (next == map) {
            return;
        }
        map = next;
        Set<String> current = next.shards().stream().map(ShardRange::shardId).collect(Collectors.toSet());
        List<RecordAggregator> gone = new ArrayList<>();
        byShard.entrySet().removeIf(entry -> !current.contains(entry.getKey()) && gone.add(entry.getValue()));
        if (layout == AggregationLayout.PINNED) {
            gone.forEach(aggregator -> aggregator.clearAndGet().forEach(finished));
            shardless.clearAndGet().forEach(finished);
        } else {
            gone.forEach(aggregator -> aggregator.clearAndTakeApart().forEach(this::add));
        }
    }
}
