package dev.millrace.system.cluster;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Looks at the lease table again and again: no checkpoint in it may go back. */
final class CheckpointWatch implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Thread thread = new Thread(this::watch, "checkpoint-watch");
    private final Map<String, ExtendedSequenceNumber> checkpoints = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private int looks;
    private volatile boolean stopping;

    private CheckpointWatch(DynamoDbAsyncClient client, String table) {
        this.client = client;
        this.table = table;
    }

    static CheckpointWatch begin(DynamoDbAsyncClient client, String table) {
        CheckpointWatch watch = new CheckpointWatch(client, table);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        while (!stopping) {
            try {
                look();
            } catch (RuntimeException e) {
                if (!(e.getCause() instanceof ResourceNotFoundException)) {
                    fault("the lease table cannot be read: " + e);
                    return;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void look() {
        List<Map<String, AttributeValue>> items = client.scan(
                        request -> request.tableName(table).consistentRead(true))
                .join()
                .items();
        synchronized (this) {
            looks++;
            items.stream().filter(item -> item.containsKey("checkpoint")).forEach(this::compare);
        }
    }

    private void compare(Map<String, AttributeValue> lease) {
        String key = member(lease, "leaseKey").s();
        ExtendedSequenceNumber now = new ExtendedSequenceNumber(
                member(lease, "checkpoint").s(),
                Long.parseLong(member(lease, "checkpointSubSequenceNumber").n()));
        ExtendedSequenceNumber before = checkpoints.put(key, now);
        if (before != null && now.compareTo(before) < 0) {
            faults.add("checkpoint went back: " + key + " from " + before + " to " + now);
        }
    }

    private synchronized void fault(String what) {
        faults.add(what);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized int looks() {
        return looks;
    }

    @Override
    public void close() {
        stopping = true;
        Await.until("the watch ends", LIMIT, () -> !thread.isAlive());
    }

    private static AttributeValue member(Map<String, AttributeValue> lease, String name) {
        return Objects.requireNonNull(lease.get(name), name);
    }
}
