package dev.millrace.local.operation;

import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.SequenceNumber;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardId;
import dev.millrace.local.stream.StoredRecord;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Topology;
import dev.millrace.local.wire.Answer;
import dev.millrace.record.HashKeyRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Parts of answers that several operations share. */
final class Descriptions {

    private Descriptions() {}

    /** What DescribeStream and DescribeStreamSummary say alike. */
    static Answer stream(Stream stream) {
        return Answer.create()
                .with("StreamName", stream.name().name())
                .with("StreamARN", stream.name().arn())
                .with("StreamStatus", "ACTIVE")
                .with("StreamModeDetails", mode(stream))
                .with("RetentionPeriodHours", stream.retention().hours())
                .with("StreamCreationTimestamp", Instant.ofEpochMilli(stream.createdMillis()))
                .with(
                        "EnhancedMonitoring",
                        List.of(Map.of("ShardLevelMetrics", stream.settings().shardLevelMetrics())))
                .with("EncryptionType", stream.settings().keyId() == null ? "NONE" : "KMS")
                .with("KeyId", stream.settings().keyId());
    }

    static Answer mode(Stream stream) {
        return Answer.create().with("StreamMode", stream.onDemand() ? "ON_DEMAND" : "PROVISIONED");
    }

    static Map<String, Object> shard(Shard shard, Topology topology) {
        List<Integer> parents = shard.parents();
        SequenceNumber ending = topology.isOpen(shard) ? null : shard.endingSequenceNumber();
        return Answer.create()
                .with("ShardId", shard.id())
                .with("ParentShardId", parents.isEmpty() ? null : ShardId.of(parents.get(0)))
                .with("AdjacentParentShardId", parents.size() < 2 ? null : ShardId.of(parents.get(1)))
                .with("HashKeyRange", hashKeyRange(shard.hashKeys()))
                .with(
                        "SequenceNumberRange",
                        Answer.create()
                                .with(
                                        "StartingSequenceNumber",
                                        shard.startingSequenceNumber().toString())
                                .with("EndingSequenceNumber", ending == null ? null : ending.toString()))
                .members();
    }

    static Answer consumer(Consumer consumer) {
        return Answer.create()
                .with("ConsumerName", consumer.name())
                .with("ConsumerARN", consumer.arn())
                .with("ConsumerStatus", "ACTIVE")
                .with("ConsumerCreationTimestamp", Instant.ofEpochMilli(consumer.createdMillis()));
    }

    /** A child as GetRecords names it at the end of its parent. */
    static Map<String, Object> childShard(Shard child) {
        return Answer.create()
                .with("ShardId", child.id())
                .with("ParentShards", child.parents().stream().map(ShardId::of).toList())
                .with("HashKeyRange", hashKeyRange(child.hashKeys()))
                .members();
    }

    /** A record as its readers get it. */
    static Map<String, Object> record(StoredRecord record) {
        return Answer.create()
                .with("SequenceNumber", record.sequenceNumber().toString())
                .with("ApproximateArrivalTimestamp", Instant.ofEpochMilli(record.arrivalMillis()))
                .with("Data", record.payload())
                .with("PartitionKey", record.partitionKey().isEmpty() ? null : record.partitionKey())
                .with("EncryptionType", Encryption.ifEncrypted(record.encrypted()))
                .members();
    }

    private static Answer hashKeyRange(HashKeyRange range) {
        return Answer.create()
                .with("StartingHashKey", range.start().toString())
                .with("EndingHashKey", range.end().toString());
    }
}
