package dev.millrace.local;

import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A stream that a test made, and the calls that most tests make. */
record StreamUnderTest(KinesisClient client, String name) {

    static final String SHARD_0 = "shardId-000000000000";
    static final String SHARD_1 = "shardId-000000000001";
    static final String SHARD_2 = "shardId-000000000002";
    static final String SHARD_3 = "shardId-000000000003";
    static final String SHARD_4 = "shardId-000000000004";

    static StreamUnderTest create(KinesisClient client, String name, int shardCount) {
        client.createStream(request -> request.streamName(name).shardCount(shardCount));
        return new StreamUnderTest(client, name);
    }

    PutRecordResponse put(String partitionKey, String data) {
        return put(partitionKey, SdkBytes.fromUtf8String(data));
    }

    PutRecordResponse put(String partitionKey, SdkBytes data) {
        return client.putRecord(
                request -> request.streamName(name).partitionKey(partitionKey).data(data));
    }

    PutRecordResponse putAt(String explicitHashKey, String data) {
        return client.putRecord(request -> request.streamName(name)
                .partitionKey("key")
                .explicitHashKey(explicitHashKey)
                .data(SdkBytes.fromUtf8String(data)));
    }

    String iterator(String shardId, ShardIteratorType type) {
        return client.getShardIterator(
                        request -> request.streamName(name).shardId(shardId).shardIteratorType(type))
                .shardIterator();
    }

    String iterator(String shardId, ShardIteratorType type, String sequenceNumber) {
        return client.getShardIterator(request -> request.streamName(name)
                        .shardId(shardId)
                        .shardIteratorType(type)
                        .startingSequenceNumber(sequenceNumber))
                .shardIterator();
    }

    GetRecordsResponse get(String iterator) {
        return client.getRecords(request -> request.shardIterator(iterator));
    }

    /** One GetRecords call from the oldest record on. */
    GetRecordsResponse fromStart(String shardId) {
        return get(iterator(shardId, ShardIteratorType.TRIM_HORIZON));
    }

    List<Shard> shards() {
        return client.listShards(request -> request.streamName(name)).shards();
    }

    void split(String shardId, String newStartingHashKey) {
        client.splitShard(
                request -> request.streamName(name).shardToSplit(shardId).newStartingHashKey(newStartingHashKey));
    }

    void merge(String shardId, String adjacentShardId) {
        client.mergeShards(
                request -> request.streamName(name).shardToMerge(shardId).adjacentShardToMerge(adjacentShardId));
    }

    static List<String> texts(GetRecordsResponse response) {
        return response.records().stream()
                .map(Record::data)
                .map(SdkBytes::asUtf8String)
                .toList();
    }

    static List<String> ids(List<Shard> shards) {
        return shards.stream().map(Shard::shardId).toList();
    }
}
