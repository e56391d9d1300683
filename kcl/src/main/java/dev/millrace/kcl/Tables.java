package dev.millrace.kcl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Makes tables and waits for them; reads them. */
final class Tables {

    private static final long PAUSE_MILLIS = 250;
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final DynamoDbAsyncClient client;
    private final StopSignal stop;

    Tables(DynamoDbAsyncClient client, StopSignal stop) {
        this.client = client;
        this.stop = stop;
    }

    Optional<TableDescription> find(String table) {
        try {
            return Optional.of(Answers.await(client.describeTable(request -> request.tableName(table)))
                    .table());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes a table unless it is there, and returns when it and its indexes can be used.
     *
     * @return whether it was made here
     * @throws IllegalStateException if that takes ten minutes
     */
    boolean make(CreateTableRequest table) {
        boolean made = find(table.tableName()).isEmpty() && create(table);
        long begun = System.nanoTime();
        while (!find(table.tableName()).map(Tables::isReady).orElse(false)) {
            if (System.nanoTime() - begun > LIMIT_NANOS) {
                throw new IllegalStateException(
                        "the table does not become active: table=" + table.tableName() + " waitedMinutes=10",
                        new TimeoutException());
            }
            stop.pause(PAUSE_MILLIS);
        }
        return made;
    }

    private boolean create(CreateTableRequest table) {
        try {
            Answers.await(client.createTable(table));
            return true;
        } catch (ResourceInUseException e) {
            // Another worker was quicker.
            return false;
        }
    }

    private static boolean isReady(TableDescription table) {
        boolean usable = table.tableStatus() == TableStatus.ACTIVE || table.tableStatus() == TableStatus.UPDATING;
        return usable
                && (!table.hasGlobalSecondaryIndexes()
                        || table.globalSecondaryIndexes().stream()
                                .allMatch(index -> index.indexStatus() == IndexStatus.ACTIVE));
    }

    /** All items of a table that is there. */
    List<Map<String, AttributeValue>> items(String table) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Map<String, AttributeValue> last = Map.of();
        do {
            Map<String, AttributeValue> start = last;
            ScanResponse page = Answers.await(client.scan(request -> {
                request.tableName(table).consistentRead(true);
                if (!start.isEmpty()) {
                    request.exclusiveStartKey(start);
                }
            }));
            items.addAll(page.items());
            last = page.lastEvaluatedKey();
        } while (!last.isEmpty());
        return items;
    }

    static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
