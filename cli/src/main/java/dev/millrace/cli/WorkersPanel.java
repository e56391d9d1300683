package dev.millrace.cli;

import dev.millrace.cli.checkpoints.ShardLags;
import dev.millrace.cli.checkpoints.StatusCells;
import dev.millrace.cli.checkpoints.TablePlace;
import dev.millrace.kcl.ApplicationLeases;
import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.extension.PanelTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * The console's page of the workers on the Kinesis Client Library: a table for each lease table that there is, with what
 * {@code millrace workers} shows.
 */
final class WorkersPanel implements ConsolePanel {

    /** The library's own. */
    private static final Duration FAILOVER_TIME = Duration.ofSeconds(10);

    private final Supplier<@Nullable Clients> clients;

    /**
     * Of the services that the page is about.
     *
     * @param tables where the leases are
     * @param kinesis where the streams are
     */
    record Clients(DynamoDbAsyncClient tables, KinesisAsyncClient kinesis) {}

    /** Tables are looked for once there are clients. */
    WorkersPanel(Supplier<@Nullable Clients> clients) {
        this.clients = clients;
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
        Clients opened = clients.get();
        List<PanelTable> panels = new ArrayList<>();
        if (opened != null) {
            ApplicationLeases.tables(opened.tables()).forEach(table -> panels.add(table(table, opened)));
        }
        return panels.isEmpty()
                ? List.of(new PanelTable("No application has a lease table yet", List.of("application"), List.of()))
                : panels;
    }

    private static PanelTable table(String application, Clients clients) {
        TablePlace place = new TablePlace(application, clients.tables(), clients.kinesis(), FAILOVER_TIME, null);
        List<List<String>> rows = new ArrayList<>();
        new ShardLags(clients.kinesis())
                .of(place.status())
                .forEach((shard, lag) -> rows.add(StatusCells.of(shard, lag)));
        return new PanelTable(application, StatusCells.COLUMNS, rows);
    }
}
