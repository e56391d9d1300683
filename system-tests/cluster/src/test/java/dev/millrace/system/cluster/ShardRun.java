package dev.millrace.system.cluster;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.system.cluster.Event.Kind;
import java.util.List;

/**
 * One worker's hold on a shard, from the call of {@code initialize} on.
 *
 * @param worker its id
 * @param events in their order, the first of which is INITIALIZED
 */
record ShardRun(String worker, List<Event> events) {

    String shardId() {
        return events.get(0).shardId();
    }

    long begunMicros() {
        return events.get(0).micros();
    }

    /** Where it was told to go on. */
    ExtendedSequenceNumber checkpoint() {
        return events.get(0).place();
    }

    List<Event> of(Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }

    /** Whether the processor knew by then that it had nothing more to do. */
    boolean isOver(long micros) {
        return events.stream()
                .filter(event -> event.kind() == Kind.ENDING || event.kind() == Kind.LEASE_LOST)
                .anyMatch(event -> event.micros() <= micros);
    }

    @Override
    public String toString() {
        return worker + " " + shardId() + " from " + checkpoint();
    }
}
