package dev.millrace.local.operation;

import dev.millrace.local.stream.Stream;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the two operations about shard-level metrics share. The names are kept; there are no such metrics. */
final class EnhancedMonitoring {

    private static final String METRICS = "ShardLevelMetrics";
    private static final String EVERY = "ALL";
    private static final List<String> NAMES = List.of(
            "IncomingBytes",
            "IncomingRecords",
            "OutgoingBytes",
            "OutgoingRecords",
            "WriteProvisionedThroughputExceeded",
            "ReadProvisionedThroughputExceeded",
            "IteratorAgeMilliseconds");

    private EnhancedMonitoring() {}

    static Member[] members() {
        List<String> allowed = new ArrayList<>(NAMES);
        allowed.add(EVERY);
        Member metric = Member.string("Metric").oneOf(allowed.toArray(new String[0]));
        return new Member[] {
            Member.strings(METRICS, 1, NAMES.size(), metric).mandatory(), Member.streamName(), Member.streamArn()
        };
    }

    /** The metrics that a request names, in the order of the API. */
    static List<String> named(Request request) {
        List<String> named = request.texts(METRICS);
        return named.contains(EVERY)
                ? NAMES
                : NAMES.stream().filter(named::contains).toList();
    }

    static Answer change(Stream stream, UnaryOperator<List<String>> change) {
        List<String> before = stream.settings().changeShardLevelMetrics(change);
        return Answer.create()
                .with("StreamName", stream.name().name())
                .with("StreamARN", stream.name().arn())
                .with("CurrentShardLevelMetrics", before)
                .with("DesiredShardLevelMetrics", change.apply(before));
    }

    static List<String> with(List<String> metrics, List<String> added) {
        return NAMES.stream()
                .filter(name -> metrics.contains(name) || added.contains(name))
                .toList();
    }
}
