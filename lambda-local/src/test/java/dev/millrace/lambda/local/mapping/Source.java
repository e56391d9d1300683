package dev.millrace.lambda.local.mapping;

import dev.millrace.local.LocalKinesis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** A local service with the stream {@value #STREAM}. */
final class Source implements AutoCloseable {

    static final String STREAM = "source";

    private final LocalKinesis service = LocalKinesis.start();
    private final KinesisAsyncClient client = KinesisAsyncClient.builder()
            .endpointOverride(service.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .build();

    Source(int shards) {
        create(STREAM, shards);
    }

    LocalKinesis service() {
        return service;
    }

    KinesisAsyncClient client() {
        return client;
    }

    static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError("call failed", e);
        }
    }

    void create(String stream, int shards) {
        result(client.createStream(request -> request.streamName(stream).shardCount(shards)));
    }

    String put(String partitionKey, String text) {
        return result(client.putRecord(request ->
                        request.streamName(STREAM).partitionKey(partitionKey).data(SdkBytes.fromUtf8String(text))))
                .sequenceNumber();
    }

    List<Shard> shards() {
        return result(client.listShards(request -> request.streamName(STREAM))).shards();
    }

    /** Puts text-0, text-1 and so on, with three keys in turn. */
    List<String> putTexts(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add("text-" + i);
            put("key-" + i % 3, "text-" + i);
        }
        return texts;
    }

    /** Splits the first open shard in the middle. */
    void split() {
        Shard shard = shards().stream()
                .filter(candidate -> candidate.sequenceNumberRange().endingSequenceNumber() == null)
                .findFirst()
                .orElseThrow();
        BigInteger middle = new BigInteger(shard.hashKeyRange().startingHashKey())
                .add(new BigInteger(shard.hashKeyRange().endingHashKey()))
                .shiftRight(1)
                .add(BigInteger.ONE);
        result(client.splitShard(request ->
                request.streamName(STREAM).shardToSplit(shard.shardId()).newStartingHashKey(middle.toString())));
    }

    @Override
    public void close() {
        client.close();
        service.close();
    }
}
