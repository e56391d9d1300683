package dev.millrace.local.metrics;

import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.traffic.TrafficCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The families about single shards. So that thousands of shards do not become tens of thousands of series, a stream
 * has them only if it has at most {@value #MAX_OF_STREAM} shards, and only as long as those of all streams before it, by
 * name, leave room for its own below {@value #MAX}.
 */
final class ShardSamples {

    static final int MAX_OF_STREAM = 100;
    static final int MAX = 1_000;

    private record Sampled(Labels labels, TrafficCounts counts) {}

    private final List<Sampled> shards = new ArrayList<>();
    private long leftOut;

    ShardSamples(List<Stream> streams, long nowMillis) {
        for (Stream stream : streams) {
            List<Shard> kept = stream.topology().keptShards();
            if (kept.size() > MAX_OF_STREAM || shards.size() + kept.size() > MAX) {
                leftOut += kept.size();
                continue;
            }
            Labels labels = StreamSamples.labels(stream);
            for (Shard shard : kept) {
                shards.add(new Sampled(
                        labels.with("shard", shard.id()), shard.traffic().counts(nowMillis)));
            }
        }
    }

    void write(Exposition out) {
        counter(out, "millrace_shard_records_in_total", "Kinesis records stored.", TrafficCounts::recordsIn);
        counter(out, "millrace_shard_bytes_in_total", "Bytes of payloads and keys stored.", TrafficCounts::bytesIn);
        counter(out, "millrace_shard_records_out_total", "Records given to readers.", TrafficCounts::recordsOut);
        counter(out, "millrace_shard_bytes_out_total", "Bytes given to readers.", TrafficCounts::bytesOut);
        counter(out, "millrace_shard_reads_total", "Calls of GetRecords answered.", TrafficCounts::reads);
        counter(out, "millrace_shard_throttled_total", "Records and reads throttled.", TrafficCounts::throttles);
        out.family("millrace_shards_without_series", "gauge", "Shards left out of the families about single shards.");
        out.sample("millrace_shards_without_series", Labels.NONE, leftOut);
    }

    private void counter(Exposition out, String name, String help, ToLongFunction<TrafficCounts> value) {
        out.family(name, "counter", help);
        shards.forEach(shard -> out.sample(name, shard.labels, value.applyAsLong(shard.counts)));
    }
}
