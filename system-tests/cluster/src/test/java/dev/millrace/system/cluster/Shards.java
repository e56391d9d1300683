package dev.millrace.system.cluster;

import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** The shards of a stream, split and merged at random. */
final class Shards {

    private final KinesisAsyncClient client;
    private final String stream;
    private final SplittableRandom random;
    private int splits;
    private int merges;

    Shards(KinesisAsyncClient client, String stream, SplittableRandom random) {
        this.client = client;
        this.stream = stream;
        this.random = random;
    }

    int splits() {
        return splits;
    }

    int merges() {
        return merges;
    }

    /** Splits some shard in the middle. */
    void split() {
        List<Shard> open = open();
        Shard shard = open.get(random.nextInt(open.size()));
        HashKeyRange range = range(shard);
        BigInteger sum = range.start().toBigInteger().add(range.end().toBigInteger());
        HashKey middle = HashKey.of(sum.shiftRight(1).add(BigInteger.ONE));
        client.splitShard(request ->
                        request.streamName(stream).shardToSplit(shard.shardId()).newStartingHashKey(middle.toString()))
                .join();
        splits++;
    }

    /** Merges some two neighbours. */
    void merge() {
        List<Shard> open = open();
        int first = random.nextInt(open.size() - 1);
        client.mergeShards(request -> request.streamName(stream)
                        .shardToMerge(open.get(first).shardId())
                        .adjacentShardToMerge(open.get(first + 1).shardId()))
                .join();
        merges++;
    }

    private List<Shard> open() {
        return client
                .listShards(request ->
                        request.streamName(stream).shardFilter(filter -> filter.type(ShardFilterType.AT_LATEST)))
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

    /** Of every shard that there ever was, its parents. */
    Map<String, List<String>> parents() {
        Map<String, List<String>> parents = new TreeMap<>();
        for (Shard shard :
                client.listShards(request -> request.streamName(stream)).join().shards()) {
            parents.put(
                    shard.shardId(),
                    Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                            .filter(Objects::nonNull)
                            .toList());
        }
        return parents;
    }
}
