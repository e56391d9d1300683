package dev.millrace.system;

import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** Splits and merges the shards of a stream. */
final class Resharder {

    private final KinesisAsyncClient client;
    private final String stream;
    private final AtomicInteger done = new AtomicInteger();

    Resharder(KinesisAsyncClient client, String stream) {
        this.client = client;
        this.stream = stream;
    }

    int done() {
        return done.get();
    }

    /** Splits the widest shard in the middle. */
    void split() {
        Shard widest = open().stream()
                .max(Comparator.comparing(shard -> width(range(shard))))
                .orElseThrow();
        HashKeyRange range = range(widest);
        BigInteger half = range.start().toBigInteger().add(width(range).shiftRight(1));
        client.splitShard(request -> request.streamName(stream)
                        .shardToSplit(widest.shardId())
                        .newStartingHashKey(HashKey.of(half).toString()))
                .join();
        done.incrementAndGet();
    }

    /** Merges the two shards in the middle of the hash keys. */
    void merge() {
        List<Shard> open = open();
        int first = (open.size() - 1) / 2;
        client.mergeShards(request -> request.streamName(stream)
                        .shardToMerge(open.get(first).shardId())
                        .adjacentShardToMerge(open.get(first + 1).shardId()))
                .join();
        done.incrementAndGet();
    }

    /** Shards that were split or merged. */
    Set<String> closed() {
        return client.listShards(request -> request.streamName(stream)).join().shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() != null)
                .map(Shard::shardId)
                .collect(Collectors.toSet());
    }

    private List<Shard> open() {
        return client
                .listShards(request -> request.streamName(stream).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
                .join()
                .shards()
                .stream()
                .sorted(Comparator.comparing(shard -> range(shard).start()))
                .toList();
    }

    private static HashKeyRange range(Shard shard) {
        return HashKeyRange.parse(
                shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey());
    }

    private static BigInteger width(HashKeyRange range) {
        return range.end().toBigInteger().subtract(range.start().toBigInteger());
    }
}
