package dev.millrace.consumer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** What the runs of a worker have said, held against what a writer has stored. */
final class Deliveries {

    private final SteadyWriter writer;
    private final boolean fromTip;
    private final Map<String, NavigableSet<ExtendedSequenceNumber>> delivered = new HashMap<>();
    private final Map<String, ExtendedSequenceNumber> checkpoints = new HashMap<>();
    private final Map<String, ExtendedSequenceNumber> lastOfRun = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private Map<String, NavigableSet<ExtendedSequenceNumber>> beforeStart = Map.of();
    private boolean started;
    private int count;

    /**
     * Of a writer's stream.
     *
     * @param fromTip whether what was stored before the first start need not be delivered
     */
    Deliveries(SteadyWriter writer, boolean fromTip) {
        this.writer = writer;
        this.fromTip = fromTip;
    }

    void newRun() {
        lastOfRun.clear();
    }

    /** The worker is begun: what is stored from now on has to come. */
    void started() {
        if (!started) {
            beforeStart = fromTip ? writer.stored() : Map.of();
            started = true;
        }
    }

    void delivered(String shardId, ExtendedSequenceNumber place) {
        count++;
        ExtendedSequenceNumber last = lastOfRun.put(shardId, place);
        ExtendedSequenceNumber checkpoint = checkpoints.get(shardId);
        if (checkpoint != null && place.compareTo(checkpoint) <= 0) {
            faults.add("again before the checkpoint " + checkpoint + ": " + shardId + " " + place);
        }
        if (last != null && place.compareTo(last) <= 0) {
            faults.add("out of order behind " + last + ": " + shardId + " " + place);
        }
        delivered.computeIfAbsent(shardId, id -> new TreeSet<>()).add(place);
    }

    /** A checkpoint that may or may not be stored. Everything up to it must have been delivered by now. */
    void beforeCheckpoint(String shardId, ExtendedSequenceNumber place) {
        NavigableSet<ExtendedSequenceNumber> seen = delivered.getOrDefault(shardId, new TreeSet<>());
        NavigableSet<ExtendedSequenceNumber> skippable = beforeStart.getOrDefault(shardId, new TreeSet<>());
        for (ExtendedSequenceNumber stored : writer.stored(shardId, checkpoints.get(shardId), place)) {
            if (!seen.contains(stored) && !skippable.contains(stored)) {
                faults.add("not delivered before the checkpoint " + place + ": " + shardId + " " + stored);
            }
        }
    }

    void checkpointed(String shardId, ExtendedSequenceNumber place) {
        checkpoints.put(shardId, place);
    }

    private NavigableSet<ExtendedSequenceNumber> expected(String shardId) {
        NavigableSet<ExtendedSequenceNumber> expected = writer.stored().getOrDefault(shardId, new TreeSet<>());
        expected.removeAll(beforeStart.getOrDefault(shardId, new TreeSet<>()));
        return expected;
    }

    /** Whether the newest record of every shard was delivered. */
    boolean reachedTheTips() {
        return writer.tips().entrySet().stream().allMatch(tip -> {
            NavigableSet<ExtendedSequenceNumber> seen = delivered.get(tip.getKey());
            return seen != null && seen.last().equals(tip.getValue());
        });
    }

    void assertComplete() {
        assertThat(faults).isEmpty();
        assertThat(started).isTrue();
        for (String shardId : writer.stored().keySet()) {
            assertThat(delivered.getOrDefault(shardId, new TreeSet<>()))
                    .as(shardId)
                    .containsAll(expected(shardId));
        }
    }

    int count() {
        return count;
    }

    /** How many were delivered more than once. */
    int again() {
        return count - delivered.values().stream().mapToInt(Set::size).sum();
    }
}
