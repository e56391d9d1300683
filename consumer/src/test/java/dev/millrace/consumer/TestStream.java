package dev.millrace.consumer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordAggregator;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** A stream of one test, filled and reshaped with the plain SDK. */
record TestStream(KinesisAsyncClient client, String name) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    static TestStream create(KinesisAsyncClient client, int shardCount) {
        TestStream stream = new TestStream(client, "stream-" + COUNT.incrementAndGet());
        stream.create(shardCount);
        return stream;
    }

    void create(int shardCount) {
        Await.result(client.createStream(request -> request.streamName(name).shardCount(shardCount)));
    }

    void delete() {
        Await.result(client.deleteStream(request -> request.streamName(name)));
    }

    /** Puts plain records of one key, one by one; the last one's sequence number. */
    String put(String partitionKey, String... texts) {
        String number = "";
        for (String text : texts) {
            number = Await.result(client.putRecord(request ->
                            request.streamName(name).partitionKey(partitionKey).data(SdkBytes.fromUtf8String(text))))
                    .sequenceNumber();
        }
        return number;
    }

    /** Puts plain records into this shard. */
    void putInto(Shard shard, String... texts) {
        for (String text : texts) {
            Await.result(client.putRecord(request -> request.streamName(name)
                    .partitionKey("key")
                    .explicitHashKey(shard.hashKeyRange().startingHashKey())
                    .data(SdkBytes.fromUtf8String(text))));
        }
    }

    /** Puts one aggregated record; its sequence number. */
    String putTogether(String partitionKey, String... texts) {
        RecordAggregator aggregator = RecordAggregator.create();
        for (String text : texts) {
            aggregator.addUserRecord(partitionKey, text.getBytes(StandardCharsets.UTF_8));
        }
        AggregatedRecord record = aggregator.clearAndGet().get(0);
        return Await.result(client.putRecord(request -> request.streamName(name)
                        .partitionKey(record.partitionKey())
                        .data(SdkBytes.fromByteBuffer(record.data()))))
                .sequenceNumber();
    }

    List<Shard> shards() {
        return Await.result(client.listShards(request -> request.streamName(name)))
                .shards();
    }

    /** Open shards in order of their hash keys. */
    List<Shard> openShards() {
        return shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(shard -> range(shard).start()))
                .toList();
    }

    /** Splits an open shard in the middle. */
    void split(Shard shard) {
        HashKeyRange range = range(shard);
        BigInteger sum = range.start().toBigInteger().add(range.end().toBigInteger());
        HashKey middle = HashKey.of(sum.shiftRight(1).add(BigInteger.ONE));
        Await.result(client.splitShard(request ->
                request.streamName(name).shardToSplit(shard.shardId()).newStartingHashKey(middle.toString())));
    }

    /** Merges an open shard with its neighbour of larger hash keys. */
    void merge(Shard shard, Shard next) {
        Await.result(client.mergeShards(request ->
                request.streamName(name).shardToMerge(shard.shardId()).adjacentShardToMerge(next.shardId())));
    }

    private static HashKeyRange range(Shard shard) {
        return HashKeyRange.parse(
                shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey());
    }
}
