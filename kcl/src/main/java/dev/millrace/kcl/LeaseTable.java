package dev.millrace.kcl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.coordinator.migration.ClientVersion;
import software.amazon.kinesis.coordinator.migration.MigrationState;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.dynamodb.TableCreatorCallbackInput;

/** The library's table of leases, as far as it is to be there before the library starts. */
final class LeaseTable {

    private static final String INDEX = "LeaseOwnerToLeaseKeyIndex";

    private final DynamoDbAsyncClient client;
    private final Tables tables;
    private final String table;
    private final LeaseLayout layout;

    LeaseTable(DynamoDbAsyncClient client, Tables tables, String table, LeaseLayout layout) {
        this.client = client;
        this.tables = tables;
        this.table = table;
        this.layout = layout;
    }

    /**
     * Makes the table unless it is there, with its index, as the library is configured to make it.
     *
     * @throws IllegalStateException if it is not there within minutes
     */
    void make(LeaseManagementConfig config) {
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table)
                .deletionProtectionEnabled(config.leaseTableDeletionProtectionEnabled())
                .tags(config.tags())
                .billingMode(config.billingMode())
                .attributeDefinitions(Tables.text(LeaseLayout.LEASE_KEY), Tables.text(LeaseLayout.LEASE_OWNER))
                .keySchema(Tables.key(LeaseLayout.LEASE_KEY, KeyType.HASH));
        GlobalSecondaryIndex.Builder index = GlobalSecondaryIndex.builder()
                .indexName(INDEX)
                .keySchema(
                        Tables.key(LeaseLayout.LEASE_OWNER, KeyType.HASH),
                        Tables.key(LeaseLayout.LEASE_KEY, KeyType.RANGE))
                .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY));
        if (config.billingMode() == BillingMode.PROVISIONED) {
            ProvisionedThroughput capacity = ProvisionedThroughput.builder()
                    .readCapacityUnits((long) config.initialLeaseTableReadCapacity())
                    .writeCapacityUnits((long) config.initialLeaseTableWriteCapacity())
                    .build();
            request.provisionedThroughput(capacity);
            index.provisionedThroughput(capacity);
        }
        boolean made = tables.make(request.globalSecondaryIndexes(index.build()).build());
        if (!made) {
            return;
        }
        if (config.leaseTablePitrEnabled()) {
            Answers.await(client.updateContinuousBackups(backups -> backups.tableName(table)
                    .pointInTimeRecoverySpecification(point -> point.pointInTimeRecoveryEnabled(true))));
        }
        config.tableCreatorCallback()
                .performAction(TableCreatorCallbackInput.builder()
                        .dynamoDbClient(client)
                        .tableName(table)
                        .build());
    }

    /**
     * Whether there is any lease of the stream.
     *
     * @throws IllegalStateException if the table has leases of the other layout
     */
    boolean has(KinesisStream stream) {
        return keys(stream).stream().anyMatch(key -> key.startsWith(layout.key(stream, "")));
    }

    /** The keys of the stream's leases, and of those of earlier streams of its name. */
    private List<String> keys(KinesisStream stream) {
        List<String> keys = new ArrayList<>();
        if (tables.find(table).isEmpty()) {
            return keys;
        }
        tables.items(table).stream().filter(LeaseItems::isLease).forEach(item -> {
            String key = LeaseLayout.keyOf(item);
            checkLayout(key);
            if (layout.isOf(stream, key)) {
                keys.add(key);
            }
        });
        return keys;
    }

    private void checkLayout(String leaseKey) {
        boolean ofMany = leaseKey.indexOf(':') >= 0;
        if (ofMany != (layout == LeaseLayout.MANY)) {
            throw new IllegalStateException(
                    "the application has leases of " + (ofMany ? "many streams" : "a single stream")
                            + ", which the library keeps in another way than those of "
                            + (ofMany ? "a single one" : "many") + ": table=" + table + " lease=" + leaseKey
                            + " (name another application or another table)");
        }
    }

    /** Stores leases that are not there yet; those that are stay as they are. */
    void add(KinesisStream stream, List<Shard> shards, String checkpoint) {
        List<CompletableFuture<?>> puts = new ArrayList<>();
        for (Shard shard : shards) {
            puts.add(put(layout.item(stream, shard, checkpoint)));
        }
        puts.forEach(Answers::await);
    }

    /**
     * Stores that the application's workers are of the library's third version; if it is there it stays. Of workers that
     * come at once the library lets one store it: the others fail, and with them all their next tries.
     */
    void addVersion(String worker) {
        MigrationState state = new MigrationState(worker).update(ClientVersion.CLIENT_VERSION_3X, worker);
        Map<String, AttributeValue> item = new HashMap<>(state.serialize());
        item.put(LeaseLayout.LEASE_KEY, AttributeValue.fromS(state.getKey()));
        Answers.await(put(item));
    }

    /** Stores an item unless there is one of its key. */
    private CompletableFuture<?> put(Map<String, AttributeValue> item) {
        return client.putItem(request -> request.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(#key)")
                        .expressionAttributeNames(Map.of("#key", LeaseLayout.LEASE_KEY)))
                .handle((response, failure) -> {
                    if (failure != null && !isThere(failure)) {
                        throw new CompletionException(
                                failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                    return response;
                });
    }

    private static boolean isThere(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ConditionalCheckFailedException;
    }

    /** Takes the stream's leases away, and those of earlier streams of its name. Whoever holds one loses it. */
    void clear(KinesisStream stream) {
        for (String key : keys(stream)) {
            Map<String, AttributeValue> item = new HashMap<>();
            item.put(LeaseLayout.LEASE_KEY, AttributeValue.fromS(key));
            Answers.await(client.deleteItem(request -> request.tableName(table).key(item)));
        }
    }
}
