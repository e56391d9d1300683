package dev.millrace.kcl;

import dev.millrace.kcl.Beginning.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/**
 * How an application began with its streams, one item for each. A table of its own, since the library takes every item
 * in its lease table that it does not know for a lease.
 */
final class BeginningTable {

    private static final String STREAM = "stream";
    private static final String STATE = "state";
    private static final String CREATED = "streamCreatedMillis";
    private static final String MOMENT = "startMillis";

    private final DynamoDbAsyncClient client;
    private final Tables tables;
    private final String table;

    BeginningTable(DynamoDbAsyncClient client, Tables tables, String leaseTable) {
        this.client = client;
        this.tables = tables;
        this.table = leaseTable + "-Millrace";
    }

    void make() {
        tables.make(CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(Tables.text(STREAM))
                .keySchema(Tables.key(STREAM, KeyType.HASH))
                .build());
    }

    /** All that are stored, by stream. None if there is no table. */
    Map<Arn, Beginning> all() {
        Map<Arn, Beginning> all = new HashMap<>();
        if (tables.find(table).isPresent()) {
            tables.items(table)
                    .forEach(item -> all.put(
                            Arn.fromString(Objects.requireNonNull(item.get(STREAM), STREAM)
                                    .s()),
                            beginning(item)));
        }
        return all;
    }

    Optional<Beginning> of(KinesisStream stream) {
        Map<String, AttributeValue> item = Answers.await(client.getItem(
                        request -> request.tableName(table).key(key(stream)).consistentRead(true)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(beginning(item));
    }

    private static Beginning beginning(Map<String, AttributeValue> item) {
        AttributeValue moment = item.get(MOMENT);
        return new Beginning(
                State.valueOf(present(item, STATE).s()),
                instant(present(item, CREATED)),
                moment == null ? null : instant(moment));
    }

    private static AttributeValue present(Map<String, AttributeValue> item, String attribute) {
        return Objects.requireNonNull(item.get(attribute), attribute);
    }

    /** Stores one in the place of another, or where there is none; not if that has changed meanwhile. */
    void replace(KinesisStream stream, @Nullable Beginning known, Beginning next) {
        Map<String, AttributeValue> item = new HashMap<>(key(stream));
        item.put(STATE, AttributeValue.fromS(next.state().name()));
        item.put(CREATED, number(next.created()));
        if (next.moment() != null) {
            item.put(MOMENT, number(next.moment()));
        }
        try {
            Answers.await(client.putItem(request -> {
                request.tableName(table).item(item);
                if (known == null) {
                    request.conditionExpression("attribute_not_exists(#stream)")
                            .expressionAttributeNames(Map.of("#stream", STREAM));
                } else {
                    request.conditionExpression("#state = :state and #created = :created")
                            .expressionAttributeNames(Map.of("#state", STATE, "#created", CREATED))
                            .expressionAttributeValues(Map.of(
                                    ":state",
                                    AttributeValue.fromS(known.state().name()),
                                    ":created",
                                    number(known.created())));
                }
            }));
        } catch (ConditionalCheckFailedException e) {
            // Another worker was quicker: what it stored counts, and is read again.
            return;
        }
    }

    private static Map<String, AttributeValue> key(KinesisStream stream) {
        return Map.of(STREAM, AttributeValue.fromS(stream.arn().toString()));
    }

    private static AttributeValue number(Instant instant) {
        return AttributeValue.fromN(Long.toString(instant.toEpochMilli()));
    }

    private static Instant instant(AttributeValue number) {
        return Instant.ofEpochMilli(Long.parseLong(number.n()));
    }
}
