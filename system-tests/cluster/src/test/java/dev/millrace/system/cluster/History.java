package dev.millrace.system.cluster;

import dev.millrace.system.cluster.Event.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all workers did with the shards of a stream, held against what was stored. Each run of a shard has to deliver, from
 * right behind the checkpoint that it was given, every record in order; a checkpoint has to stand for records that the
 * same run has delivered, or that lie before it; runs have to go on where the ones before had got to; children may only
 * begin behind their parents.
 */
final class History {

    private static final long NEVER = Long.MAX_VALUE;
    private static final StoredShard EMPTY = StoredShard.of(Map.of());

    private final Map<String, StoredShard> stored;
    private final Map<String, List<String>> parents;
    private final List<ShardRun> runs;
    private final List<String> faults = new ArrayList<>();

    /**
     * Of a stream.
     *
     * @param stored by shard
     * @param parents of every shard
     * @param runs in the order in which they began
     */
    History(Map<String, StoredShard> stored, Map<String, List<String>> parents, List<ShardRun> runs) {
        this.stored = stored;
        this.parents = parents;
        this.runs = runs;
    }

    /** What should not have been. */
    List<String> faults() {
        runs.forEach(this::checkRun);
        parents.keySet().forEach(shardId -> {
            checkSuccession(shardId);
            checkDelivery(shardId);
            checkDescent(shardId);
        });
        return List.copyOf(faults);
    }

    private StoredShard shard(String shardId) {
        return stored.getOrDefault(shardId, EMPTY);
    }

    private List<ShardRun> runs(String shardId) {
        return runs.stream().filter(run -> run.shardId().equals(shardId)).toList();
    }

    private void checkRun(ShardRun run) {
        StoredShard shard = shard(run.shardId());
        int checkpoint = shard.index(run.checkpoint());
        int next = checkpoint + 1;
        boolean repeated = false;
        for (Event event : run.events()) {
            int index = shard.index(event.place());
            switch (event.kind()) {
                case DELIVERED -> {
                    if (!shard.holds(event.place(), event.number())) {
                        faults.add("delivered and never put: " + run + ": " + event);
                    }
                    // A batch comes again when a checkpoint in it has failed.
                    boolean again = repeated && index > checkpoint && index < next;
                    if (index != next && !again) {
                        faults.add("not the next: index=" + index + " expected=" + next + " " + run + ": " + event);
                    }
                    repeated = false;
                    next = index + 1;
                }
                case CHECKPOINTING -> {
                    if (index >= next) {
                        faults.add("checkpoint of what was not processed: " + run + ": " + event);
                    }
                }
                case CHECKPOINTED -> checkpoint = index;
                case REFUSED -> repeated = true;
                case ENDING -> {
                    if (next != shard.size()) {
                        faults.add("ended too soon: index=" + next + " size=" + shard.size() + " " + run);
                    }
                }
                case INITIALIZED, LEASE_LOST -> {
                    // The first was looked at, the last says nothing about places.
                }
            }
        }
    }

    /** Whether each run went on where those before it had got to. */
    private void checkSuccession(String shardId) {
        StoredShard shard = shard(shardId);
        Set<Integer> tried = new HashSet<>(Set.of(-1));
        int told = -1;
        for (ShardRun run : runs(shardId)) {
            int checkpoint = shard.index(run.checkpoint());
            if (checkpoint < told) {
                faults.add("begins before a checkpoint that was told stored, at index " + told + ": index=" + checkpoint
                        + " " + run);
            }
            if (!tried.contains(checkpoint)) {
                faults.add("begins at a checkpoint that nobody made: " + run);
            }
            for (Event event : run.of(Kind.CHECKPOINTING)) {
                tried.add(shard.index(event.place()));
            }
            // Also those told while the next ran already: whoever has lost a shard must not be told so.
            for (Event event : run.of(Kind.CHECKPOINTED)) {
                told = Math.max(told, shard.index(event.place()));
            }
            told = Math.max(told, checkpoint);
        }
    }

    /** When each record was first delivered. */
    private long[] firstDeliveries(String shardId) {
        StoredShard shard = shard(shardId);
        long[] first = new long[shard.size()];
        Arrays.fill(first, NEVER);
        for (ShardRun run : runs(shardId)) {
            for (Event event : run.of(Kind.DELIVERED)) {
                int index = shard.index(event.place());
                if (index >= 0) {
                    first[index] = Math.min(first[index], event.micros());
                }
            }
        }
        return first;
    }

    private void checkDelivery(String shardId) {
        long[] first = firstDeliveries(shardId);
        for (int index = 0; index < first.length; index++) {
            if (first[index] == NEVER) {
                faults.add("never delivered: " + shardId + " " + shard(shardId).place(index));
            }
        }
    }

    /** Whether everything of the parents was delivered before the child began. */
    private void checkDescent(String shardId) {
        long begun =
                runs(shardId).stream().mapToLong(ShardRun::begunMicros).min().orElse(NEVER);
        for (String parent : parents.getOrDefault(shardId, List.of())) {
            long last = Arrays.stream(firstDeliveries(parent)).max().orElse(0);
            long ending = runs(parent).stream()
                    .flatMap(run -> run.of(Kind.ENDING).stream())
                    .mapToLong(Event::micros)
                    .min()
                    .orElse(NEVER);
            if (begun != NEVER && (begun < last || begun < ending)) {
                faults.add("begins before its parent has ended: " + shardId + " parent=" + parent);
            }
        }
    }
}
