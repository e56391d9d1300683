package dev.millrace.local.console;

import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardId;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamTotals;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.stream.Topology;
import dev.millrace.local.traffic.TrafficCounts;
import dev.millrace.local.wire.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Streams and shards as the page is told of them: every account's and every region's. Counters are told as they are;
 * what happened in a second is the difference of two looks.
 */
final class StreamViews {

    static final int MAX_STREAMS = 1_000;
    static final int MAX_SHARDS = 2_000;

    private final Streams streams;

    StreamViews(Streams streams) {
        this.streams = streams;
    }

    /** The streams by name, as many as can be shown. */
    List<Map<String, Object>> list() {
        long now = streams.clock().millis();
        return streams.all().stream()
                .limit(MAX_STREAMS)
                .map(stream -> summary(stream, now).members())
                .toList();
    }

    /** One stream with its shards: open ones first, and if there are too many the newest of the others. */
    Map<String, Object> detail(Stream stream) {
        long now = streams.clock().millis();
        Topology topology = stream.topology();
        List<Shard> kept = topology.keptShards();
        List<Shard> shown = kept;
        if (kept.size() > MAX_SHARDS) {
            shown = kept.stream()
                    .sorted(Comparator.comparing((Shard shard) -> !topology.isOpen(shard))
                            .thenComparing(Shard::index, Comparator.reverseOrder()))
                    .limit(MAX_SHARDS)
                    .sorted(Comparator.comparingInt(Shard::index))
                    .toList();
        }
        return summary(stream, now)
                .with(
                        "shards",
                        shown.stream().map(shard -> shard(shard, topology, now)).toList())
                .with("shardsLeftOut", kept.size() - shown.size())
                .with(
                        "consumers",
                        stream.consumers().list().stream()
                                .map(StreamViews::consumer)
                                .toList())
                .members();
    }

    private static Answer summary(Stream stream, long nowMillis) {
        StreamTotals totals = StreamTotals.of(stream, nowMillis);
        return Answer.create()
                .with("arn", stream.name().arn())
                .with("name", stream.name().name())
                .with("account", stream.name().account().id())
                .with("region", stream.name().account().region())
                .with("mode", stream.onDemand() ? "on demand" : "provisioned")
                .with("retentionHours", stream.retention().hours())
                .with("keyId", stream.settings().keyId())
                .with("maxRecordKibibytes", stream.settings().maxRecordKibibytes())
                .with("createdMillis", stream.createdMillis())
                .with("openShards", totals.openShards())
                .with("allShards", stream.shards().size())
                .with("storedRecords", totals.storedRecords())
                .with("storedBytes", totals.storedBytes())
                .with("traffic", traffic(totals.traffic()));
    }

    private static Map<String, Object> shard(Shard shard, Topology topology, long nowMillis) {
        boolean open = topology.isOpen(shard);
        return Answer.create()
                .with("id", shard.id())
                .with("open", open)
                .with("start", shard.hashKeys().start().toString())
                .with("end", shard.hashKeys().end().toString())
                .with("parents", shard.parents().stream().map(ShardId::of).toList())
                .with("createdMillis", shard.createdSeconds() * 1000)
                .with("closedMillis", open ? null : shard.closedMillis())
                .with("storedRecords", shard.recordCount())
                .with("storedBytes", shard.byteCount())
                .with("traffic", traffic(shard.traffic().counts(nowMillis)))
                .members();
    }

    private static Map<String, Object> consumer(Consumer consumer) {
        return Answer.create()
                .with("name", consumer.name())
                .with("arn", consumer.arn())
                .with("createdMillis", consumer.createdMillis())
                .members();
    }

    private static Answer traffic(TrafficCounts counts) {
        return Answer.create()
                .with("recordsIn", counts.recordsIn())
                .with("bytesIn", counts.bytesIn())
                .with("recordsOut", counts.recordsOut())
                .with("bytesOut", counts.bytesOut())
                .with("reads", counts.reads())
                .with("throttles", counts.throttles())
                .with("iteratorAgeMillis", counts.iteratorAgeMillis() < 0 ? null : counts.iteratorAgeMillis());
    }
}
