package dev.millrace.firehose.crash;

import dev.millrace.firehose.Await;
import dev.millrace.local.LocalKinesis;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordAggregator;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Puts user records without a pause, each once and with a text of its own, alone and several in one. */
public final class NumberedRecords implements AutoCloseable {

    public static final String STREAM = "words";

    private static final int MOST = 50_000;
    private static final String PREFIX = "record-";

    private final KinesisAsyncClient client;
    private final SplittableRandom random;
    private final String prefix;
    private final int most;
    private final List<String> stored = new ArrayList<>();
    private final Thread thread = new Thread(this::putAll, "numbered-records");
    private volatile boolean stopping;

    private NumberedRecords(KinesisAsyncClient client, SplittableRandom random, String prefix, int most) {
        this.client = client;
        this.random = random;
        this.prefix = prefix;
        this.most = most;
    }

    public static NumberedRecords begin(LocalKinesis service, SplittableRandom random) {
        return begin(service, random, PREFIX, MOST);
    }

    /** Records of about so many characters, until it is stopped. */
    public static NumberedRecords beginLarge(LocalKinesis service, SplittableRandom random, int characters) {
        return begin(service, random, PREFIX + "x".repeat(characters) + "-", Integer.MAX_VALUE);
    }

    private static NumberedRecords begin(LocalKinesis service, SplittableRandom random, String prefix, int most) {
        KinesisAsyncClient client = client(service);
        Await.result(client.createStream(request -> request.streamName(STREAM).shardCount(2)));
        NumberedRecords records = new NumberedRecords(client, random, prefix, most);
        records.thread.start();
        return records;
    }

    public static KinesisAsyncClient client(LocalKinesis service) {
        return KinesisAsyncClient.builder()
                .endpointOverride(service.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
    }

    private void putAll() {
        int number = 0;
        while (number < most && !stopping) {
            String key = "key-" + random.nextInt(100);
            List<String> texts = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                texts.add(prefix + number++);
            }
            put(key, texts);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void put(String key, List<String> texts) {
        RecordAggregator aggregator = RecordAggregator.create();
        texts.forEach(text -> aggregator.addUserRecord(key, text.getBytes(StandardCharsets.UTF_8)));
        AggregatedRecord record = aggregator.clearAndGet().get(0);
        SdkBytes data =
                texts.size() == 1 ? SdkBytes.fromUtf8String(texts.get(0)) : SdkBytes.fromByteBuffer(record.data());
        var unused = Await.result(client.putRecord(request ->
                request.streamName(STREAM).partitionKey(record.partitionKey()).data(data)));
        synchronized (stored) {
            stored.addAll(texts);
        }
    }

    public void splitSomeShard() {
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
    public void stop() {
        stopping = true;
        Await.until("the last record is put", () -> !thread.isAlive());
    }

    public void awaitPuts(int least) {
        Await.until("records are put", () -> stored().size() >= least);
    }

    public List<String> stored() {
        synchronized (stored) {
            return List.copyOf(stored);
        }
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}
