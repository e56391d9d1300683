package dev.millrace.system;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * The lease table of a KCL application as it looks after the application's first minute: with its index, and with a
 * lease at the trim horizon for every shard. The KCL then needs seconds to start, not a minute and a half.
 */
final class LeaseTable {

    private static final String LEASE_KEY = "leaseKey";
    private static final String LEASE_OWNER = "leaseOwner";

    private LeaseTable() {}

    static void prime(DynamoDbAsyncClient dynamoDb, String table, KinesisAsyncClient kinesis, String stream) {
        dynamoDb.createTable(schema(table)).join();
        List<Shard> shards =
                kinesis.listShards(request -> request.streamName(stream)).join().shards();
        for (Shard shard : shards) {
            dynamoDb.putItem(request -> request.tableName(table).item(lease(shard)))
                    .join();
        }
    }

    private static CreateTableRequest schema(String table) {
        return CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute(LEASE_KEY), attribute(LEASE_OWNER))
                .keySchema(key(LEASE_KEY, KeyType.HASH))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("LeaseOwnerToLeaseKeyIndex")
                        .keySchema(key(LEASE_OWNER, KeyType.HASH), key(LEASE_KEY, KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                        .build())
                .build();
    }

    private static Map<String, AttributeValue> lease(Shard shard) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(LEASE_KEY, AttributeValue.fromS(shard.shardId()));
        item.put("entityType", AttributeValue.fromS("LEASE"));
        item.put("leaseCounter", AttributeValue.fromN("0"));
        item.put("ownerSwitchesSinceCheckpoint", AttributeValue.fromN("0"));
        item.put("checkpoint", AttributeValue.fromS("TRIM_HORIZON"));
        item.put("checkpointSubSequenceNumber", AttributeValue.fromN("0"));
        item.put("startingHashKey", AttributeValue.fromS(shard.hashKeyRange().startingHashKey()));
        item.put("endingHashKey", AttributeValue.fromS(shard.hashKeyRange().endingHashKey()));
        List<String> parents = Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(parent -> parent != null)
                .toList();
        if (!parents.isEmpty()) {
            item.put("parentShardId", AttributeValue.fromSs(parents));
        }
        return item;
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
