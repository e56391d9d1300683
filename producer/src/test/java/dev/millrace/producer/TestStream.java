package dev.millrace.producer;

import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A stream of one test, reshaped and read with the plain SDK. */
record TestStream(KinesisAsyncClient client, String name) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    static TestStream create(KinesisAsyncClient client, int shardCount) {
        String name = "stream-" + COUNT.incrementAndGet();
        Await.result(client.createStream(request -> request.streamName(name).shardCount(shardCount)));
        return new TestStream(client, name);
    }

    List<Shard> shards() {
        return Await.result(client.listShards(request -> request.streamName(name)))
                .shards();
    }

    /** Open shards in order of their hash keys. */
    List<Shard> openShards() {
        return shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted((left, right) ->
                        range(left).start().compareTo(range(right).start()))
                .toList();
    }

    /** The ranges of all shards, open and closed, by id. */
    Map<String, HashKeyRange> ranges() {
        Map<String, HashKeyRange> ranges = new HashMap<>();
        shards().forEach(shard -> ranges.put(shard.shardId(), range(shard)));
        return ranges;
    }

    static HashKeyRange range(Shard shard) {
        return HashKeyRange.parse(
                shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey());
    }

    /** Splits an open shard in the middle. */
    void split(Shard shard) {
        HashKeyRange range = range(shard);
        BigInteger middle = range.start()
                .toBigInteger()
                .add(range.end().toBigInteger())
                .shiftRight(1)
                .add(BigInteger.ONE);
        Await.result(client.splitShard(request -> request.streamName(name)
                .shardToSplit(shard.shardId())
                .newStartingHashKey(HashKey.of(middle).toString())));
    }

    /** Merges an open shard with its neighbour of larger hash keys. */
    void merge(Shard shard, Shard next) {
        Await.result(client.mergeShards(request ->
                request.streamName(name).shardToMerge(shard.shardId()).adjacentShardToMerge(next.shardId())));
    }

    /** Everything that was stored, read from every shard. */
    StreamContents contents() {
        List<StreamContents.Stored> records = new ArrayList<>();
        for (Shard shard : shards()) {
            read(shard.shardId()).forEach(record -> records.add(new StreamContents.Stored(shard.shardId(), record)));
        }
        return new StreamContents(records, ranges());
    }

    /** What one shard holds, in order. */
    List<Record> read(String shardId) {
        List<Record> records = new ArrayList<>();
        String iterator = Await.result(client.getShardIterator(request ->
                        request.streamName(name).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON)))
                .shardIterator();
        while (iterator != null) {
            String current = iterator;
            GetRecordsResponse response = Await.result(client.getRecords(request -> request.shardIterator(current)));
            if (response.records().isEmpty()) {
                break;
            }
            records.addAll(response.records());
            iterator = response.nextShardIterator();
        }
        return records;
    }
}
