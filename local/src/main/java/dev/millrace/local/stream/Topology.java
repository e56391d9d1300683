package dev.millrace.local.stream;

import dev.millrace.record.HashKey;
import dev.millrace.record.ShardMap;
import dev.millrace.record.ShardRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shards of a stream at one moment. A shard takes its last record a little before the topology without it is
 * published, so whether one is open is asked here: open shards always cover every hash key once.
 */
public final class Topology {

    private final List<Shard> shards;
    private final ShardMap open;
    private final Map<String, Shard> openById = new HashMap<>();

    private Topology(List<Shard> shards) {
        this.shards = List.copyOf(shards);
        List<Shard> openShards = shards.stream().filter(Shard::isOpen).toList();
        openShards.forEach(shard -> openById.put(shard.id(), shard));
        this.open = ShardMap.of(openShards.stream()
                .map(shard -> new ShardRange(shard.id(), shard.hashKeys()))
                .toList());
    }

    static Topology of(List<Shard> shards) {
        return new Topology(shards);
    }

    /** All shards, closed ones too, by index. */
    public List<Shard> shards() {
        return shards;
    }

    public boolean isOpen(Shard shard) {
        return openById.containsKey(shard.id());
    }

    public int openShardCount() {
        return openById.size();
    }

    /** The shards that have or may yet have records, closed ones too, by index. */
    public List<Shard> keptShards() {
        return shards.stream().filter(shard -> !shard.isExpired()).toList();
    }

    /** One of the open shards; numbers that count up name each in turn. */
    Shard openShardInTurn(long turn) {
        List<ShardRange> ranges = open.shards();
        return openShardFor(ranges.get((int) Long.remainderUnsigned(turn, ranges.size()))
                .hashKeys()
                .start());
    }

    /** The open shard that owns the hash key. */
    Shard openShardFor(HashKey hashKey) {
        return open.shardFor(hashKey)
                .map(range -> openById.get(range.shardId()))
                .orElseThrow(() -> new IllegalStateException("no open shard for hash key " + hashKey));
    }
}
