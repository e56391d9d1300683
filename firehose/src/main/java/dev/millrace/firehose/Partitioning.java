package dev.millrace.firehose;

import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.journal.Route;
import dev.millrace.firehose.partition.PartitionQuery;
import dev.millrace.firehose.prefix.PrefixException;
import dev.millrace.firehose.prefix.PrefixExpression;
import dev.millrace.firehose.transformation.FailureCode;
import dev.millrace.firehose.transformation.Outcome;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the routes of delivered records. Without partition keys in the prefix there is one.
 *
 * @param query null if there is none
 * @param mostPartitions open at a time
 */
record Partitioning(ObjectNames names, @Nullable PartitionQuery query, int mostPartitions, Clock clock) {

    /** Where a record goes, or that it failed. */
    sealed interface Found {

        record To(Route route) implements Found {}

        record Nowhere(Outcome.Failed failure) implements Found {}
    }

    private static final Found DATA = new Found.To(Route.DATA);

    /** For the records of one step. */
    Step step(Journal journal) {
        boolean partitioned = names.prefixes().data().hasPartitionKeys();
        return new Step(partitioned ? new HashSet<>(journal.routes()) : Set.of(), partitioned);
    }

    /** Knows the routes that are open, and those that records of this step open. */
    final class Step {

        private final Set<Route> active;
        private final boolean partitioned;

        private Step(Set<Route> active, boolean partitioned) {
            this.active = active;
            this.partitioned = partitioned;
        }

        Found find(ByteBuffer data, Map<String, String> keysFromLambda, Instant arrival) {
            if (!partitioned) {
                return DATA;
            }
            try {
                Route route = route(data, keysFromLambda);
                if (active.contains(route)) {
                    return new Found.To(route);
                }
                names.check(route, arrival);
                if (partitions() >= mostPartitions) {
                    return failed(
                            FailureCode.ACTIVE_PARTITION_EXCEEDED,
                            "too many partitions are open: count=" + partitions() + " (max " + mostPartitions + ")");
                }
                active.add(route);
                return new Found.To(route);
            } catch (PrefixException | IllegalArgumentException e) {
                return failed(FailureCode.METADATA_EXTRACTION_FAILED, String.valueOf(e.getMessage()));
            }
        }

        private long partitions() {
            return active.stream()
                    .filter(route -> route.kind() == Route.Kind.DATA)
                    .count();
        }
    }

    private Route route(ByteBuffer data, Map<String, String> keysFromLambda) {
        PrefixExpression prefix = names.prefixes().data();
        Map<String, String> lambda = only(keysFromLambda, prefix.keysFromLambda());
        if (query == null) {
            return new Route(Route.Kind.DATA, lambda, Map.of());
        }
        return new Route(Route.Kind.DATA, lambda, only(query.keys(data), prefix.keysFromQuery()));
    }

    private static Map<String, String> only(Map<String, String> keys, Set<String> names) {
        Map<String, String> kept = new HashMap<>(keys);
        kept.keySet().retainAll(names);
        return kept;
    }

    private Found failed(String code, String message) {
        return new Found.Nowhere(new Outcome.Failed(code, message, 1, clock.instant()));
    }
}
