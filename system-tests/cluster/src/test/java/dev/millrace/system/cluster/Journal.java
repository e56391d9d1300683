package dev.millrace.system.cluster;

import dev.millrace.system.cluster.Event.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What all workers have said, by run. Safe for use by many threads. */
final class Journal {

    /** A run of a worker's. */
    private record Key(String worker, int run) {}

    private final Map<Key, ShardRun> runs = new HashMap<>();
    private final BitSet delivered = new BitSet();
    private final List<String> faults = new ArrayList<>();
    private int deliveries;

    synchronized void take(String worker, Event event) {
        Key key = new Key(worker, event.run());
        if (event.kind() == Kind.INITIALIZED) {
            ShardRun begun = new ShardRun(worker, new ArrayList<>(List.of(event)));
            if (runs.put(key, begun) != null) {
                faults.add("initialized twice: " + begun);
            }
            return;
        }
        ShardRun run = runs.get(key);
        if (run == null) {
            faults.add("not initialized: " + worker + " " + event);
            return;
        }
        run.events().add(event);
        if (event.kind() == Kind.DELIVERED) {
            deliveries++;
            if (event.number() >= 0) {
                delivered.set(event.number());
            }
        }
    }

    /** All runs, in the order in which they began. */
    synchronized List<ShardRun> runs() {
        return runs.values().stream()
                .map(run -> new ShardRun(run.worker(), List.copyOf(run.events())))
                .sorted(Comparator.comparingLong(ShardRun::begunMicros))
                .toList();
    }

    /** The workers that were the last to begin with a shard, and have not said that they are through. */
    synchronized Set<String> holders() {
        Map<String, ShardRun> latest = new HashMap<>();
        for (ShardRun run : runs.values()) {
            latest.merge(run.shardId(), run, (one, other) -> one.begunMicros() > other.begunMicros() ? one : other);
        }
        long now = Event.now();
        return latest.values().stream()
                .filter(run -> !run.isOver(now))
                .map(ShardRun::worker)
                .collect(Collectors.toSet());
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized int deliveries() {
        return deliveries;
    }

    /** How many records were delivered at least once. */
    synchronized int delivered() {
        return delivered.cardinality();
    }
}
