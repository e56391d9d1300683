package dev.millrace.multilang;

import dev.millrace.local.LocalKinesis;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** A Kinesis on this machine with one stream. */
public final class Service implements AutoCloseable {

    public static final String STREAM = "words";

    private final LocalKinesis service = LocalKinesis.start();
    private final KinesisAsyncClient client =
            at(service.endpoint(), KinesisAsyncClient.builder()).build();

    public Service(int shards) {
        service.createStream("us-east-1", STREAM, shards);
    }

    static <B extends AwsClientBuilder<B, ?>> B at(URI endpoint, B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }

    public URI endpoint() {
        return service.endpoint();
    }

    public KinesisAsyncClient client() {
        return client;
    }

    /** Puts records, one after the other; tells their sequence numbers. */
    public List<PutRecordResponse> put(int from, int to) {
        List<PutRecordResponse> put = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int number = i;
            put.add(client.putRecord(request -> request.streamName(STREAM)
                            .partitionKey("key " + number)
                            .data(SdkBytes.fromUtf8String("record " + number)))
                    .join());
        }
        return put;
    }

    public void scaleTo(int shards) {
        var unused = client.updateShardCount(request ->
                        request.streamName(STREAM).targetShardCount(shards).scalingType(ScalingType.UNIFORM_SCALING))
                .join();
        Await.until(
                "stream is active",
                () -> client.describeStreamSummary(request -> request.streamName(STREAM))
                        .join()
                        .streamDescriptionSummary()
                        .streamStatusAsString()
                        .equals("ACTIVE"));
    }

    public List<String> openShards() {
        return client
                .listShards(request ->
                        request.streamName(STREAM).shardFilter(filter -> filter.type(ShardFilterType.AT_LATEST)))
                .join()
                .shards()
                .stream()
                .map(Shard::shardId)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        client.close();
        service.close();
    }
}
