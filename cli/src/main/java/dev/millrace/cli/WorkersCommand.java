package dev.millrace.cli;

import dev.millrace.cli.checkpoints.PositionLines;
import dev.millrace.cli.checkpoints.ShardLags;
import dev.millrace.cli.checkpoints.ShardStatus;
import dev.millrace.cli.checkpoints.StatusCells;
import dev.millrace.cli.io.JsonLines;
import dev.millrace.cli.io.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Shows who reads which shard, and how far behind. */
@Command(
        name = "workers",
        mixinStandardHelpOptions = true,
        description =
                "Show who reads which shard, how far it is processed, and how old the first record behind that is.",
        footer = {
            "",
            "Example: millrace workers --checkpoints ck",
            "         millrace workers --application word-count --json"
        })
final class WorkersCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private final PlaceOptions placeOptions = new PlaceOptions();

    @Option(names = "--json", description = "Print a JSON line for each shard.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<ShardStatus> shards = placeOptions.place().status().stream()
                .filter(shard -> placeOptions.wants(shard.stream()))
                .toList();
        Map<ShardStatus, @Nullable Duration> lags;
        try (KinesisAsyncClient client = placeOptions.client()) {
            lags = new ShardLags(client).of(shards);
        }
        if (json) {
            lags.forEach((shard, lag) -> out.println(JsonLines.write(members(shard, lag))));
        } else if (shards.isEmpty()) {
            out.println("no shard is read");
        } else {
            TextTable table = new TextTable(StatusCells.COLUMNS.stream()
                    .map(column -> column.toUpperCase(Locale.ROOT))
                    .toArray(String[]::new));
            lags.forEach((shard, lag) -> table.add(StatusCells.of(shard, lag).toArray(String[]::new)));
            table.print(out);
        }
        out.flush();
        return 0;
    }

    private static Map<String, Object> members(ShardStatus shard, @Nullable Duration lag) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("stream", shard.stream());
        members.put("shardId", shard.shardId());
        members.put("owner", shard.owner());
        if (shard.position() != null) {
            members.putAll(PositionLines.members(shard.position()));
        }
        members.put("lagMillis", lag == null ? null : lag.toMillis());
        members.put("state", shard.state());
        return members;
    }
}
