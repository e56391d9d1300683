package dev.millrace.kcl;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.StreamRecreatedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * The leases of an application, for those who look at them, or take them elsewhere while no worker of the application
 * runs. The client is the caller's. Every method waits for the service.
 */
public final class ApplicationLeases {

    private static final long LOOK_MILLIS = 500;

    private final DynamoDbAsyncClient client;
    private final String table;
    private final StopSignal stop = new StopSignal();
    private final Tables tables;
    private final BeginningTable beginnings;

    /**
     * Nothing is asked yet.
     *
     * @param table the lease table, which by default has the application's name
     */
    public ApplicationLeases(DynamoDbAsyncClient client, String table) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
        this.tables = new Tables(client, stop);
        this.beginnings = new BeginningTable(client, tables, table);
    }

    /** The names of all lease tables, of ours and of others, in their order. */
    public static List<String> tables(DynamoDbAsyncClient client) {
        Tables tables = new Tables(client, new StopSignal());
        List<String> found = new ArrayList<>();
        String last = null;
        do {
            String start = last;
            var page = Answers.await(client.listTables(request -> request.exclusiveStartTableName(start)));
            for (String name : page.tableNames()) {
                if (tables.find(name).filter(ApplicationLeases::isLeaseTable).isPresent()) {
                    found.add(name);
                }
            }
            last = page.lastEvaluatedTableName();
        } while (last != null);
        return found;
    }

    private static boolean isLeaseTable(TableDescription table) {
        return table.keySchema().size() == 1
                && table.keySchema().get(0).keyType() == KeyType.HASH
                && table.keySchema().get(0).attributeName().equals(LeaseLayout.LEASE_KEY);
    }

    /** Whether there is such a table. */
    public boolean exists() {
        return tables.find(table).isPresent();
    }

    /** All leases, by stream and shard. None if there is no table. */
    public List<ShardLeaseState> read() {
        if (!exists()) {
            return List.of();
        }
        List<Map<String, AttributeValue>> items = tables.items(table);
        Map<String, Instant> workers = WorkerRoll.reports(items);
        Map<Arn, Beginning> known = beginnings.all();
        return items.stream()
                .filter(LeaseItems::isLease)
                .map(item -> state(item, workers, known))
                .sorted(Comparator.comparing((ShardLeaseState lease) -> String.valueOf(lease.stream()))
                        .thenComparing(ShardLeaseState::shardId))
                .toList();
    }

    private static ShardLeaseState state(
            Map<String, AttributeValue> item, Map<String, Instant> workers, Map<Arn, Beginning> known) {
        LeaseKey key = key(item);
        String stream = key.stream();
        Instant created = key.created();
        Instant moment = null;
        for (Map.Entry<Arn, Beginning> each : known.entrySet()) {
            if (key.stream() == null
                    ? known.size() == 1
                    : key.isOf(each.getKey(), each.getValue().created())) {
                stream = each.getKey().resource().resource();
                created = each.getValue().created();
                moment = each.getValue().moment();
            }
        }
        ExtendedSequenceNumber place = LeaseItems.checkpoint(item);
        String owner = LeaseItems.text(item, LeaseLayout.LEASE_OWNER);
        return new ShardLeaseState(
                stream,
                created,
                key.shardId(),
                owner,
                owner == null ? null : workers.get(owner),
                LeaseItems.number(item, LeaseLayout.LEASE_COUNTER),
                new ShardPosition(
                        place,
                        place.equals(ExtendedSequenceNumber.AT_TIMESTAMP) ? moment : null,
                        LeaseItems.pending(item)));
    }

    private static LeaseKey key(Map<String, AttributeValue> item) {
        return LeaseKey.parse(Objects.requireNonNull(LeaseItems.text(item, LeaseLayout.LEASE_KEY)));
    }

    /**
     * Whether any owner is alive: the counter of a lease goes up. Without owners the answer comes at once, else within
     * the time in which the library takes a worker for dead.
     *
     * @param failoverTime the application's; 10 seconds unless it was configured otherwise
     */
    public boolean isInUse(Duration failoverTime) {
        Map<String, Long> before = counters();
        long begun = System.nanoTime();
        while (!before.isEmpty() && System.nanoTime() - begun < failoverTime.toNanos()) {
            stop.pause(Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(failoverTime.toNanos()) + 1));
            if (!counters().equals(before)) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Long> counters() {
        Map<String, Long> counters = new HashMap<>();
        read().stream()
                .filter(lease -> lease.owner() != null)
                .forEach(lease ->
                        counters.put(lease.stream() + " " + lease.shardId() + " " + lease.owner(), lease.counter()));
        return counters;
    }

    /**
     * Stores positions as leases that nobody holds, for an application that does not run. If that fails in between, the
     * application begins at the trim horizon of the stream: it may process again, and skips nothing.
     *
     * @param streams of an application without leases all that it is to read: the library keeps the leases of a single
     *     stream in another way than those of many
     * @param replace whether leases of the streams may be there already, which are taken away
     * @throws StreamRecreatedException if the positions belong to an earlier stream of this name
     * @throws IllegalStateException if there are leases and they are not to be replaced, or of the other kind
     */
    public void store(KinesisAsyncClient kinesis, List<StreamPositions> streams, boolean replace) {
        new LeaseImport(client, tables, table, beginnings, kinesis).store(streams, replace, layout(streams.size()));
    }

    private LeaseLayout layout(int streams) {
        boolean many = exists()
                && tables.items(table).stream()
                        .filter(LeaseItems::isLease)
                        .anyMatch(item -> key(item).stream() != null);
        return many || streams > 1 ? LeaseLayout.MANY : LeaseLayout.SINGLE;
    }
}
