package dev.millrace.benchmarks.growth;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** So many subscribers on ten shards: registered and subscribed, then a hundred records to each shard, which reach each subscriber of it. */
final class Subscribers implements Load {

    private static final int SHARDS = 10;
    private static final int RECORDS = 100;
    private static final String STREAM = "pushed";

    @Override
    public Cost measure(int size) throws Exception {
        try (RunningLocal local = new RunningLocal();
                KinesisAsyncClient client = client(local.kinesis().endpoint())) {
            local.kinesis().createStream(RunningLocal.REGION, STREAM, SHARDS);
            List<Shard> shards = local.shards(STREAM);
            Cost.Meter meter = new Cost.Meter();
            CountDownLatch subscribed = new CountDownLatch(size);
            CountDownLatch arrived = new CountDownLatch(size * RECORDS);
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < size / SHARDS; i++) {
                String name = "reader-" + i;
                String consumer = client.registerStreamConsumer(
                                request -> request.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/" + STREAM)
                                        .consumerName(name))
                        .join()
                        .consumer()
                        .consumerARN();
                for (Shard shard : shards) {
                    running.add(subscribe(client, consumer, shard, subscribed, arrived));
                }
            }
            await(subscribed);
            local.putToEach(STREAM, shards, RECORDS);
            await(arrived);
            Cost cost = meter.stop();
            running.forEach(subscription -> subscription.cancel(true));
            return cost;
        }
    }

    private static CompletableFuture<Void> subscribe(
            KinesisAsyncClient client,
            String consumer,
            Shard shard,
            CountDownLatch subscribed,
            CountDownLatch arrived) {
        return client.subscribeToShard(
                request -> request.consumerARN(consumer)
                        .shardId(shard.shardId())
                        .startingPosition(position -> position.type(ShardIteratorType.LATEST)),
                SubscribeToShardResponseHandler.builder()
                        .onResponse(response -> subscribed.countDown())
                        .subscriber(event -> event.accept(new SubscribeToShardResponseHandler.Visitor() {
                            @Override
                            public void visit(SubscribeToShardEvent event) {
                                event.records().forEach(record -> arrived.countDown());
                            }
                        }))
                        .build());
    }

    private static void await(CountDownLatch latch) throws InterruptedException, TimeoutException {
        if (!latch.await(RunningLocal.LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException("still to come: " + latch.getCount());
        }
    }

    /** With room for every subscription. */
    private static KinesisAsyncClient client(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(300)
                        .connectionAcquisitionTimeout(Duration.ofMinutes(1)))
                .build();
    }
}
