package dev.millrace.local;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A service with one resource of each kind, whose clock stands still: the provisioned stream {@code orders} of two shards
 * with the consumer {@code reader}, and the on-demand stream {@code demand} with the channel {@code lake}.
 */
final class ErrorScene implements AutoCloseable {

    static final String ORDERS = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
    static final String DEMAND = "arn:aws:kinesis:us-east-1:000000000000:stream/demand";
    static final String LAKE = "arn:aws:kinesis:us-east-1:000000000000:channel/lake";
    static final String SHARD = "shardId-000000000000";

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final String READER = ORDERS + "/consumer/reader:" + NOW.getEpochSecond();

    private final SettableClock clock = new SettableClock(NOW);
    private final LocalKinesis kinesis;
    private final RawHttp http;
    private final RawForm form;

    ErrorScene(RawForm form, boolean strict) {
        this.form = form;
        this.kinesis = LocalKinesis.builder().clock(clock).strict(strict).start();
        this.http = new RawHttp(kinesis.endpoint());
        call("CreateStream", Map.of("StreamName", "orders", "ShardCount", 2));
        call("CreateStream", Map.of("StreamName", "demand"));
        call("RegisterStreamConsumer", Map.of("StreamARN", ORDERS, "ConsumerName", "reader"));
        call("CreateChannel", change("CreateChannel", Map.of("ChannelName", "lake")));
        advance(Duration.ofMinutes(1));
    }

    LocalKinesis kinesis() {
        return kinesis;
    }

    void advance(Duration duration) {
        clock.advance(duration);
    }

    /** Calls, and gives what was answered, which must be no error. */
    Map<String, Object> call(String operation, Map<String, ?> members) {
        return form.call(http, operation, members);
    }

    /** Calls, and gives any answer. */
    RawForm.Reply attempt(String operation, Map<String, ?> members) {
        return form.attempt(http, operation, members);
    }

    /** Subscribes, and gives the answer's body as soon as it has begun. */
    InputStream subscribe() {
        HttpResponse<InputStream> response = form.open(http, "SubscribeToShard", request("SubscribeToShard"));
        return response.body();
    }

    String iterator() {
        return RawForm.text(call("GetShardIterator", request("GetShardIterator")), "ShardIterator");
    }

    /** An operation's request with some members changed. */
    Map<String, Object> change(String operation, Map<String, ?> members) {
        Map<String, Object> changed = new LinkedHashMap<>(request(operation));
        changed.putAll(members);
        return changed;
    }

    /** A request that this scene can answer. */
    Map<String, Object> request(String operation) {
        Map<String, Object> orders = Map.of("StreamName", "orders");
        return switch (operation) {
            case "AddTagsToStream" -> Map.of("StreamName", "orders", "Tags", Map.of("team", "blue"));
            case "CreateChannel" ->
                Map.of(
                        "ChannelName",
                        "pond",
                        "ServiceExecutionRoleARN",
                        "arn:aws:iam::000000000000:role/delivery",
                        "StreamConfigurationList",
                        List.of(Map.of("StreamARN", DEMAND, "RecordConfiguration", Map.of("RecordFormatType", "JSON"))),
                        "S3DestinationConfiguration",
                        Map.of(
                                "StorageConfiguration",
                                Map.of(
                                        "BucketARN",
                                        "arn:aws:s3:::lake",
                                        "ExpectedBucketOwner",
                                        "000000000000",
                                        "CompressionType",
                                        "NONE")));
            case "CreateStream" -> Map.of("StreamName", "fresh", "ShardCount", 1);
            case "DecreaseStreamRetentionPeriod", "IncreaseStreamRetentionPeriod" ->
                Map.of("StreamName", "orders", "RetentionPeriodHours", 24);
            case "DeleteChannel", "DescribeChannel" -> Map.of("ChannelARN", LAKE);
            case "DeleteResourcePolicy", "GetResourcePolicy", "ListTagsForResource" -> Map.of("ResourceARN", ORDERS);
            case "DeleteStream", "DescribeStream", "DescribeStreamSummary", "ListShards", "ListTagsForStream" -> orders;
            case "DeregisterStreamConsumer", "DescribeStreamConsumer" ->
                Map.of("StreamARN", ORDERS, "ConsumerName", "reader");
            case "DescribeAccountSettings", "DescribeLimits", "ListChannels", "ListStreams" -> Map.of();
            case "DisableEnhancedMonitoring", "EnableEnhancedMonitoring" ->
                Map.of("StreamName", "orders", "ShardLevelMetrics", List.of("ALL"));
            case "GetRecords" -> Map.of("ShardIterator", iterator());
            case "GetShardIterator" -> Map.of("StreamName", "orders", "ShardId", SHARD, "ShardIteratorType", "LATEST");
            case "ListStreamConsumers" -> Map.of("StreamARN", ORDERS);
            case "MergeShards" ->
                Map.of("StreamName", "orders", "ShardToMerge", SHARD, "AdjacentShardToMerge", "shardId-000000000001");
            case "PutRecord" -> Map.of("StreamName", "orders", "PartitionKey", "key", "Data", new byte[1]);
            case "PutRecords" ->
                Map.of("StreamName", "orders", "Records", List.of(Map.of("PartitionKey", "key", "Data", new byte[1])));
            case "PutResourcePolicy" -> Map.of("ResourceARN", ORDERS, "Policy", "{}");
            case "RegisterStreamConsumer" -> Map.of("StreamARN", ORDERS, "ConsumerName", "second");
            case "RemoveTagsFromStream" -> Map.of("StreamName", "orders", "TagKeys", List.of("team"));
            case "SplitShard" -> Map.of("StreamName", "orders", "ShardToSplit", SHARD, "NewStartingHashKey", "1000");
            case "StartStreamEncryption", "StopStreamEncryption" ->
                Map.of("StreamName", "orders", "EncryptionType", "KMS", "KeyId", "alias/orders");
            case "SubscribeToShard" ->
                Map.of("ConsumerARN", READER, "ShardId", SHARD, "StartingPosition", Map.of("Type", "LATEST"));
            case "TagResource" -> Map.of("ResourceARN", ORDERS, "Tags", Map.of("team", "blue"));
            case "UntagResource" -> Map.of("ResourceARN", ORDERS, "TagKeys", List.of("team"));
            case "UpdateAccountSettings" -> Map.of("MinimumThroughputBillingCommitment", Map.of("Status", "ENABLED"));
            case "UpdateChannel" ->
                Map.of("ChannelARN", LAKE, "S3DestinationConfiguration", Map.of("DataFreshnessInSeconds", 900));
            case "UpdateMaxRecordSize" -> Map.of("StreamARN", ORDERS, "MaxRecordSizeInKiB", 2_048);
            case "UpdateShardCount" ->
                Map.of("StreamName", "orders", "TargetShardCount", 3, "ScalingType", "UNIFORM_SCALING");
            case "UpdateStreamMode" ->
                Map.of("StreamARN", ORDERS, "StreamModeDetails", Map.of("StreamMode", "ON_DEMAND"));
            case "UpdateStreamRecordDistributionStrategy" ->
                Map.of("StreamARN", DEMAND, "RecordDistributionStrategy", "AUTO");
            case "UpdateStreamWarmThroughput" -> Map.of("StreamARN", DEMAND, "WarmThroughputMiBps", 10);
            default -> throw new IllegalArgumentException("no request: operation=" + operation);
        };
    }

    @Override
    public void close() {
        kinesis.close();
    }
}
