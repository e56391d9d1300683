package dev.millrace.cli.quickstart;

import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** Splits and merges shards in turn, at even distances along the input, while records flow. */
final class Resharder {

    /** How often, over the whole input. */
    static final int TIMES = 8;

    private final KinesisAsyncClient client;
    private final String stream;
    private final long total;
    private int done;

    Resharder(KinesisAsyncClient client, String stream, long total) {
        this.client = client;
        this.stream = stream;
        this.total = total;
    }

    int done() {
        return done;
    }

    /** Called with how much of the input was put; does what is due. */
    void advance(long put) {
        while (done < TIMES && put >= (done + 1) * total / (TIMES + 1)) {
            if (done % 2 == 0) {
                split();
            } else {
                merge();
            }
            done++;
        }
    }

    private void split() {
        Shard widest = open().stream()
                .max(Comparator.comparing(shard -> width(range(shard))))
                .orElseThrow();
        HashKeyRange range = range(widest);
        BigInteger half = range.start().toBigInteger().add(width(range).shiftRight(1));
        client.splitShard(request -> request.streamName(stream)
                        .shardToSplit(widest.shardId())
                        .newStartingHashKey(HashKey.of(half).toString()))
                .join();
    }

    private void merge() {
        List<Shard> open = open();
        // The two in the middle, so that another pair meets each time.
        int first = (open.size() - 1) / 2;
        client.mergeShards(request -> request.streamName(stream)
                        .shardToMerge(open.get(first).shardId())
                        .adjacentShardToMerge(open.get(first + 1).shardId()))
                .join();
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
