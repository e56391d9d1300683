package dev.millrace.benchmarks.local;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * Push by SubscribeToShard, with the SDK's asynchronous client on both sides: the time from the call of PutRecord to
 * the arrival of the record at a subscriber.
 */
final class Push implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MAX_CONNECTIONS = 300;

    private final RunningPeer service;
    private final KinesisAsyncClient client;
    private final AtomicLong subscribers = new AtomicLong();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    Push() throws IOException {
        this.service = RunningPeer.start(Peer.MILLRACE);
        this.client = client(service.client().endpoint());
    }

    private static KinesisAsyncClient client(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(MAX_CONNECTIONS))
                .build();
    }

    /** Puts so many records one after the other; in the middle the shard is split. */
    double[] throughAReshard(int count) throws Exception {
        await(client.createStream(request -> request.streamName("push").shardCount(1)));
        String consumer = register("push", "reader");
        subscribe(consumer, "shardId-000000000000", ShardIteratorType.LATEST);
        awaitSubscribers(1);
        for (int i = 0; i < count; i++) {
            if (i == count / 2) {
                await(client.splitShard(request -> request.streamName("push")
                        .shardToSplit("shardId-000000000000")
                        .newStartingHashKey("170141183460469231731687303715884105728")));
            }
            put("push", "key-" + i, null);
            awaitArrivals(i + 1L);
        }
        return sorted();
    }

    /** So many shards and subscribers; every record goes to the subscribers of its shard. */
    double[] toManySubscribers(int shards, int consumers, int shardsEach, int count) throws Exception {
        await(client.createStream(request -> request.streamName("wide").shardCount(shards)));
        for (int c = 0; c < consumers; c++) {
            String consumer = register("wide", "reader-" + c);
            for (int s = 0; s < shardsEach; s++) {
                subscribe(consumer, "shardId-%012d".formatted(s), ShardIteratorType.LATEST);
            }
        }
        awaitSubscribers((long) consumers * shardsEach);
        String[] starts = await(client.listShards(request -> request.streamName("wide"))).shards().stream()
                .map(shard -> shard.hashKeyRange().startingHashKey())
                .toArray(String[]::new);
        for (int i = 0; i < count; i++) {
            put("wide", "key", starts[i % shardsEach]);
            awaitArrivals((i + 1L) * consumers);
        }
        return sorted();
    }

    private String register(String stream, String name) throws Exception {
        String streamArn = "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
        return await(client.registerStreamConsumer(
                        request -> request.streamARN(streamArn).consumerName(name)))
                .consumer()
                .consumerARN();
    }

    private void subscribe(String consumer, String shardId, ShardIteratorType from) {
        CompletableFuture<Void> unused = client.subscribeToShard(
                request -> request.consumerARN(consumer)
                        .shardId(shardId)
                        .startingPosition(position -> position.type(from)),
                SubscribeToShardResponseHandler.builder()
                        .onResponse(response -> subscribers.incrementAndGet())
                        .subscriber(event -> event.accept(new SubscribeToShardResponseHandler.Visitor() {
                            @Override
                            public void visit(SubscribeToShardEvent event) {
                                arrived(consumer, event);
                            }
                        }))
                        .build());
    }

    private void arrived(String consumer, SubscribeToShardEvent event) {
        long now = System.nanoTime();
        event.records()
                .forEach(record -> nanos.add(now - record.data().asByteBuffer().getLong()));
        if (event.hasChildShards() && event.continuationSequenceNumber() == null) {
            event.childShards().forEach(child -> subscribe(consumer, child.shardId(), ShardIteratorType.TRIM_HORIZON));
        }
    }

    private void put(String stream, String key, @Nullable String hashKey) throws Exception {
        ByteBuffer data = ByteBuffer.allocate(100).putLong(System.nanoTime()).rewind();
        await(client.putRecord(request -> request.streamName(stream)
                .partitionKey(key)
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromByteBuffer(data))));
    }

    private void awaitSubscribers(long count) throws TimeoutException {
        await(() -> subscribers.get() >= count);
    }

    private void awaitArrivals(long count) throws TimeoutException {
        await(() -> nanos.size() >= count);
    }

    private static void await(java.util.function.BooleanSupplier condition) throws TimeoutException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("nothing came for " + LIMIT);
            }
            LockSupport.parkNanos(20_000);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    double residentMegabytes() throws IOException {
        return service.residentMegabytes();
    }

    /** In milliseconds. */
    private double[] sorted() {
        double[] millis = nanos.stream().mapToDouble(value -> value / 1e6).toArray();
        Arrays.sort(millis);
        return millis;
    }

    @Override
    public void close() {
        client.close();
        service.close();
    }
}
