package dev.millrace.kcl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.kinesis.leases.LeaseManagementConfig;

/**
 * The workers of an application, as they report themselves in the lease table. The library assigns leases to whoever
 * has reported within two of its reporting intervals, gone or not.
 */
final class WorkerRoll {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerRoll.class);
    private static final String ENTITY_WORKER = "WORKER_METRIC_STATS";
    private static final String LAST_REPORT_SECONDS = "lut";

    private final DynamoDbAsyncClient client;
    private final String table;
    private final String self;
    private final Duration fresh;

    WorkerRoll(LeaseManagementConfig config) {
        this.client = config.dynamoDBClient();
        this.table = config.tableName();
        this.self = config.workerIdentifier();
        this.fresh = Duration.ofMillis(
                2 * config.workerUtilizationAwareAssignmentConfig().workerMetricsReporterFreqInMillis());
    }

    /** When each worker has last reported itself, from the items of a lease table. */
    static Map<String, Instant> reports(List<Map<String, AttributeValue>> items) {
        Map<String, Instant> reports = new HashMap<>();
        items.stream()
                .filter(item -> ENTITY_WORKER.equals(LeaseItems.text(item, LeaseLayout.ENTITY_TYPE)))
                .forEach(item -> reports.put(
                        LeaseLayout.keyOf(item), Instant.ofEpochSecond(LeaseItems.number(item, LAST_REPORT_SECONDS))));
        return reports;
    }

    /** One of the other workers, by chance; empty if there is none. Reads the whole table. */
    Optional<String> another() {
        long oldest = Instant.now().minus(fresh).getEpochSecond();
        List<String> others = new ArrayList<>();
        try {
            client.scanPaginator(request -> request.tableName(table)
                            .filterExpression("#type = :type and #report >= :oldest")
                            .expressionAttributeNames(
                                    Map.of("#type", LeaseLayout.ENTITY_TYPE, "#report", LAST_REPORT_SECONDS))
                            .expressionAttributeValues(Map.of(
                                    ":type",
                                    AttributeValue.fromS(ENTITY_WORKER),
                                    ":oldest",
                                    AttributeValue.fromN(Long.toString(oldest)))))
                    .items()
                    .subscribe(item -> others.add(LeaseLayout.keyOf(item)))
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the other workers cannot be found: table={}", table, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        others.remove(self);
        Collections.shuffle(others);
        return others.stream().findFirst();
    }

    /** Takes this worker off, so that no lease is assigned to it when it is gone. */
    void signOff(long limitMillis) {
        CompletableFuture<?> deletion = client.deleteItem(request -> request.tableName(table)
                .key(Map.of(LeaseLayout.LEASE_KEY, AttributeValue.fromS(self)))
                .conditionExpression("#type = :type")
                .expressionAttributeNames(Map.of("#type", LeaseLayout.ENTITY_TYPE))
                .expressionAttributeValues(Map.of(":type", AttributeValue.fromS(ENTITY_WORKER))));
        try {
            deletion.get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the worker could not sign off: table={}", table, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
