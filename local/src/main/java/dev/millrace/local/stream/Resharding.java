package dev.millrace.local.stream;

import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * From one topology to the next: closes shards and opens others in their place, any number of times. Writers that
 * meet a closed shard wait for the result to be published, so it should be so at once. Not safe for use by many
 * threads.
 */
final class Resharding {

    private final List<Shard> shards;
    private final TreeMap<HashKey, Shard> openByStart = new TreeMap<>();
    private final long nowMillis;
    private final LongSupplier trimHorizonMillis;
    private final StreamStorage storage;
    private final List<Shard> closed = new ArrayList<>();

    Resharding(Topology before, long nowMillis, LongSupplier trimHorizonMillis, StreamStorage storage) {
        this.storage = storage;
        this.shards = new ArrayList<>(before.shards());
        this.nowMillis = nowMillis;
        this.trimHorizonMillis = trimHorizonMillis;
        for (Shard shard : shards) {
            if (before.isOpen(shard)) {
                openByStart.put(shard.hashKeys().start(), shard);
            }
        }
    }

    /** The open shard that owns the hash key. */
    Shard openShardFor(HashKey hashKey) {
        Map.Entry<HashKey, Shard> entry = openByStart.floorEntry(hashKey);
        if (entry == null) {
            throw new IllegalStateException("no open shard for hash key " + hashKey);
        }
        return entry.getValue();
    }

    int openShardCount() {
        return openByStart.size();
    }

    /** Closes the parents and opens children that own the same hash keys. */
    void replace(List<Shard> parents, List<HashKeyRange> ranges) {
        long createdSeconds = 0;
        for (Shard parent : parents) {
            parent.close(nowMillis);
            closed.add(parent);
            openByStart.remove(parent.hashKeys().start());
            createdSeconds = Math.max(createdSeconds, parent.closedMillis() / 1000 + 1);
        }
        List<Integer> parentIndexes = parents.stream().map(Shard::index).toList();
        for (HashKeyRange range : ranges) {
            int index = shards.size();
            RecordLog log = storage.openLog(index, createdSeconds);
            Shard child = new Shard(index, range, createdSeconds, parentIndexes, trimHorizonMillis, log);
            shards.add(child);
            openByStart.put(range.start(), child);
        }
    }

    Topology result() {
        return Topology.of(shards);
    }

    /** Opens again what was closed. Nobody has seen the result. */
    void undo() {
        closed.forEach(Shard::reopen);
    }
}
