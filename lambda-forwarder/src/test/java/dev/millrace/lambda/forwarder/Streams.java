package dev.millrace.lambda.forwarder;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import dev.millrace.local.LocalKinesis;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A local service with streams, and what lies in them. */
final class Streams implements AutoCloseable {

    private final LocalKinesis service = LocalKinesis.start();
    private final KinesisAsyncClient client = KinesisAsyncClient.builder()
            .endpointOverride(service.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .build();

    LocalKinesis service() {
        return service;
    }

    KinesisAsyncClient client() {
        return client;
    }

    static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("call failed", e);
        }
    }

    void create(String stream, int shards) {
        result(client.createStream(request -> request.streamName(stream).shardCount(shards)));
    }

    List<Shard> shards(String stream) {
        return result(client.listShards(request -> request.streamName(stream))).shards();
    }

    static HashKeyRange range(Shard shard) {
        return HashKeyRange.parse(
                shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey());
    }

    /** Splits the first open shard in the middle. */
    void split(String stream) {
        Shard shard = shards(stream).stream()
                .filter(candidate -> candidate.sequenceNumberRange().endingSequenceNumber() == null)
                .findFirst()
                .orElseThrow();
        HashKeyRange range = range(shard);
        BigInteger middle = range.start()
                .toBigInteger()
                .add(range.end().toBigInteger())
                .shiftRight(1)
                .add(BigInteger.ONE);
        result(client.splitShard(request -> request.streamName(stream)
                .shardToSplit(shard.shardId())
                .newStartingHashKey(HashKey.of(middle).toString())));
    }

    /** What a shard holds, in order. */
    List<Record> read(String stream, String shardId) {
        List<Record> records = new ArrayList<>();
        String iterator = result(client.getShardIterator(request ->
                        request.streamName(stream).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON)))
                .shardIterator();
        while (iterator != null) {
            String current = iterator;
            GetRecordsResponse response = result(client.getRecords(request -> request.shardIterator(current)));
            if (response.records().isEmpty()) {
                break;
            }
            records.addAll(response.records());
            iterator = response.nextShardIterator();
        }
        return records;
    }

    /** A record as Lambda's mapping shows it. */
    static KinesisEventRecord eventRecord(String shardId, Record record) {
        return eventRecord(
                shardId,
                record.sequenceNumber(),
                record.partitionKey(),
                record.data().asByteArray());
    }

    static KinesisEventRecord eventRecord(String shardId, String sequenceNumber, String partitionKey, byte[] data) {
        KinesisEvent.Record kinesis = new KinesisEvent.Record();
        kinesis.setKinesisSchemaVersion("1.0");
        kinesis.setPartitionKey(partitionKey);
        kinesis.setSequenceNumber(sequenceNumber);
        kinesis.setData(ByteBuffer.wrap(data));
        kinesis.setApproximateArrivalTimestamp(Date.from(Instant.EPOCH));
        KinesisEventRecord eventRecord = new KinesisEventRecord();
        eventRecord.setKinesis(kinesis);
        eventRecord.setEventSource("aws:kinesis");
        eventRecord.setEventID(shardId + ":" + sequenceNumber);
        return eventRecord;
    }

    static KinesisEvent event(List<KinesisEventRecord> records) {
        KinesisEvent event = new KinesisEvent();
        event.setRecords(records);
        return event;
    }

    @Override
    public void close() {
        client.close();
        service.close();
    }
}
