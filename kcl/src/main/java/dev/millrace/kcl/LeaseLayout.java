package dev.millrace.kcl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Leases as the library lays them out: in one way if an application reads a single stream, in another if it reads many. */
enum LeaseLayout {
    SINGLE {
        @Override
        String key(KinesisStream stream, String shardId) {
            return shardId;
        }

        @Override
        boolean isOf(KinesisStream stream, String leaseKey) {
            return leaseKey.indexOf(':') < 0;
        }
    },

    MANY {
        @Override
        String key(KinesisStream stream, String shardId) {
            return stream.identifier() + ":" + shardId;
        }

        @Override
        boolean isOf(KinesisStream stream, String leaseKey) {
            return leaseKey.startsWith(stream.account() + ":" + stream.name() + ":");
        }

        @Override
        Map<String, AttributeValue> item(KinesisStream stream, Shard shard, String checkpoint) {
            Map<String, AttributeValue> item = super.item(stream, shard, checkpoint);
            item.put("streamName", AttributeValue.fromS(stream.identifier()));
            item.put("shardId", AttributeValue.fromS(shard.shardId()));
            return item;
        }
    };

    static final String LEASE_KEY = "leaseKey";
    static final String LEASE_OWNER = "leaseOwner";
    static final String LEASE_COUNTER = "leaseCounter";
    static final String ENTITY_TYPE = "entityType";
    static final String ENTITY_LEASE = "LEASE";

    abstract String key(KinesisStream stream, String shardId);

    /** Whether a lease of this key is of the stream, or of an earlier one of the same name. */
    abstract boolean isOf(KinesisStream stream, String leaseKey);

    /** The key of an item of the lease table, whatever it is. */
    static String keyOf(Map<String, AttributeValue> item) {
        return Objects.requireNonNull(item.get(LEASE_KEY), LEASE_KEY).s();
    }

    /** A lease that nobody has had yet. */
    Map<String, AttributeValue> item(KinesisStream stream, Shard shard, String checkpoint) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(LEASE_KEY, AttributeValue.fromS(key(stream, shard.shardId())));
        item.put(ENTITY_TYPE, AttributeValue.fromS(ENTITY_LEASE));
        item.put(LEASE_COUNTER, AttributeValue.fromN("0"));
        item.put("ownerSwitchesSinceCheckpoint", AttributeValue.fromN("0"));
        item.put("checkpoint", AttributeValue.fromS(checkpoint));
        item.put("checkpointSubSequenceNumber", AttributeValue.fromN("0"));
        item.put("startingHashKey", AttributeValue.fromS(shard.hashKeyRange().startingHashKey()));
        item.put("endingHashKey", AttributeValue.fromS(shard.hashKeyRange().endingHashKey()));
        List<String> parents = Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(Objects::nonNull)
                .toList();
        if (!parents.isEmpty()) {
            item.put("parentShardId", AttributeValue.fromSs(parents));
        }
        return item;
    }
}
