package dev.millrace.consumer.crash;

import dev.millrace.consumer.Await;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordAggregator;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Puts records without a pause, alone and several in one, and knows where each one is. Safe for many threads. */
final class SteadyWriter implements AutoCloseable {

    static final String STREAM = "words";

    private static final int MOST = 20_000;

    private final KinesisAsyncClient client;
    private final SplittableRandom random;
    private final Map<String, NavigableSet<ExtendedSequenceNumber>> stored = new HashMap<>();
    private final Thread thread = new Thread(this::putAll, "steady-writer");
    private int count;
    private volatile boolean stopping;

    private SteadyWriter(KinesisAsyncClient client, SplittableRandom random) {
        this.client = client;
        this.random = random;
    }

    static SteadyWriter begin(LocalKinesis service, SplittableRandom random) {
        KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(service.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
        Await.result(client.createStream(request -> request.streamName(STREAM).shardCount(2)));
        SteadyWriter writer = new SteadyWriter(client, random);
        writer.thread.start();
        return writer;
    }

    private void putAll() {
        for (int i = 0; i < MOST && !stopping; i++) {
            int size = random.nextInt(6);
            String key = "key-" + random.nextInt(100);
            byte[] data = ("record-" + i).getBytes(StandardCharsets.UTF_8);
            if (size == 0) {
                put(key, SdkBytes.fromByteArray(data), 1);
            } else {
                RecordAggregator aggregator = RecordAggregator.create();
                for (int j = 0; j < size; j++) {
                    aggregator.addUserRecord(key, data);
                }
                AggregatedRecord record = aggregator.clearAndGet().get(0);
                put(record.partitionKey(), SdkBytes.fromByteBuffer(record.data()), size);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void put(String partitionKey, SdkBytes data, int userRecords) {
        PutRecordResponse answer = Await.result(client.putRecord(
                request -> request.streamName(STREAM).partitionKey(partitionKey).data(data)));
        synchronized (this) {
            NavigableSet<ExtendedSequenceNumber> shard =
                    stored.computeIfAbsent(answer.shardId(), shardId -> new TreeSet<>());
            for (int i = 0; i < userRecords; i++) {
                shard.add(new ExtendedSequenceNumber(answer.sequenceNumber(), i));
            }
            count += userRecords;
        }
    }

    void splitSomeShard() {
        List<Shard> open = Await.result(client.listShards(request -> request.streamName(STREAM))).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
        Shard shard = open.get(open.size() / 2);
        HashKeyRange range = HashKeyRange.parse(
                shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey());
        BigInteger sum = range.start().toBigInteger().add(range.end().toBigInteger());
        HashKey middle = HashKey.of(sum.shiftRight(1).add(BigInteger.ONE));
        Await.result(client.splitShard(request ->
                request.streamName(STREAM).shardToSplit(shard.shardId()).newStartingHashKey(middle.toString())));
    }

    /** Stops putting; returns when the last answer is there. */
    void stop() {
        stopping = true;
        Await.until("the last record is put", () -> !thread.isAlive());
    }

    void awaitPuts(int least) {
        Await.until("records are put", () -> count() >= least);
    }

    synchronized int count() {
        return count;
    }

    synchronized int shardCount() {
        return stored.size();
    }

    /** What is stored so far, by shard. */
    synchronized Map<String, NavigableSet<ExtendedSequenceNumber>> stored() {
        Map<String, NavigableSet<ExtendedSequenceNumber>> copy = new HashMap<>();
        stored.forEach((shardId, places) -> copy.put(shardId, new TreeSet<>(places)));
        return copy;
    }

    /** What is stored so far in a shard, between a place and another, with the latter; null means from the beginning. */
    synchronized NavigableSet<ExtendedSequenceNumber> stored(
            String shardId, @Nullable ExtendedSequenceNumber behind, ExtendedSequenceNumber upTo) {
        NavigableSet<ExtendedSequenceNumber> shard = stored.getOrDefault(shardId, new TreeSet<>());
        return new TreeSet<>(behind == null ? shard.headSet(upTo, true) : shard.subSet(behind, false, upTo, true));
    }

    /** The newest place of each shard. */
    synchronized Map<String, ExtendedSequenceNumber> tips() {
        Map<String, ExtendedSequenceNumber> tips = new HashMap<>();
        stored.forEach((shardId, places) -> tips.put(shardId, places.last()));
        return tips;
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}
