package dev.millrace.local.stream;

import dev.millrace.local.traffic.TrafficCounts;

/**
 * A stream's shards together.
 *
 * @param openShards open shards
 * @param storedRecords records that it keeps
 * @param storedBytes bytes of payloads and partition keys that it keeps
 * @param traffic of all shards that it ever had, so that no sum goes down when a shard expires
 */
public record StreamTotals(int openShards, long storedRecords, long storedBytes, TrafficCounts traffic) {

    /** The totals at a moment of the service's clock. */
    public static StreamTotals of(Stream stream, long nowMillis) {
        Topology topology = stream.topology();
        long records = 0;
        long bytes = 0;
        TrafficCounts traffic = TrafficCounts.NONE;
        for (Shard shard : topology.shards()) {
            records += shard.recordCount();
            bytes += shard.byteCount();
            traffic = traffic.plus(shard.traffic().counts(nowMillis));
        }
        return new StreamTotals(topology.openShardCount(), records, bytes, traffic);
    }
}
