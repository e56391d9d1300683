package dev.millrace.cli;

import dev.millrace.kcl.ApplicationLeases;
import dev.millrace.kcl.ShardLeaseState;
import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.extension.PanelTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The console's page of the workers on the Kinesis Client Library: a table for each lease table that there is. */
final class WorkersPanel implements ConsolePanel {

    private static final List<String> COLUMNS =
            List.of("stream", "shard", "owner", "last seen", "checkpoint", "announced", "counter");

    private final Supplier<@Nullable DynamoDbAsyncClient> client;

    /** Tables are looked for once there is a client. */
    WorkersPanel(Supplier<@Nullable DynamoDbAsyncClient> client) {
        this.client = client;
    }

    @Override
    public String id() {
        return "workers";
    }

    @Override
    public String title() {
        return "Workers";
    }

    @Override
    public List<PanelTable> tables() {
        List<PanelTable> panels = new ArrayList<>();
        DynamoDbAsyncClient tables = client.get();
        for (String table : tables == null ? List.<String>of() : ApplicationLeases.tables(tables)) {
            panels.add(new PanelTable(
                    table,
                    COLUMNS,
                    new ApplicationLeases(tables, table)
                            .read().stream().map(WorkersPanel::row).toList()));
        }
        return panels.isEmpty()
                ? List.of(new PanelTable("No application has a lease table yet", List.of("application"), List.of()))
                : panels;
    }

    private static List<String> row(ShardLeaseState lease) {
        Instant moment = lease.position().moment();
        return List.of(
                text(lease.stream(), "?"),
                lease.shardId(),
                text(lease.owner(), "nobody"),
                text(lease.ownerSeen(), ""),
                moment == null ? lease.position().place().toString() : moment.toString(),
                text(
                        lease.position().pending() == null
                                ? null
                                : lease.position().pending().place(),
                        ""),
                Long.toString(lease.counter()));
    }

    private static String text(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }
}
