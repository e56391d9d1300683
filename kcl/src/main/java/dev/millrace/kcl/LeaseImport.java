package dev.millrace.kcl;

import dev.millrace.kcl.Beginning.State;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.StreamRecreatedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.kinesis.leases.LeaseManagementConfig;

/**
 * Stores positions as leases. What is there is taken away first, under a note that the application begins at the trim
 * horizon: that counts if the rest is never done.
 */
final class LeaseImport {

    private static final ShardPosition TRIM_HORIZON =
            new ShardPosition(ExtendedSequenceNumber.TRIM_HORIZON, null, null);

    /** Who is told to have made the table. */
    private static final String WORKER = "import";

    private final DynamoDbAsyncClient client;
    private final Tables tables;
    private final String table;
    private final BeginningTable beginnings;
    private final KinesisAsyncClient kinesis;
    private final StreamDirectory directory;

    LeaseImport(
            DynamoDbAsyncClient client,
            Tables tables,
            String table,
            BeginningTable beginnings,
            KinesisAsyncClient kinesis) {
        this.client = client;
        this.tables = tables;
        this.table = table;
        this.beginnings = beginnings;
        this.kinesis = kinesis;
        this.directory = new StreamDirectory(kinesis);
    }

    void store(List<StreamPositions> streams, boolean replace, LeaseLayout layout) {
        LeaseTable leases = new LeaseTable(client, tables, table, layout);
        Map<StreamPositions, KinesisStream> found = new HashMap<>();
        for (StreamPositions positions : streams) {
            KinesisStream stream = directory.find(positions.stream());
            if (positions.created().getEpochSecond() != stream.created().getEpochSecond()) {
                throw new StreamRecreatedException(positions.stream(), positions.created(), stream.created());
            }
            if (leases.has(stream) && !replace) {
                throw new IllegalStateException("the application has leases of the stream: table=" + table + " stream="
                        + stream.name() + " (replace them, or name another application)");
            }
            found.put(positions, stream);
        }
        boolean fresh = tables.find(table).isEmpty();
        leases.make(new LeaseManagementConfig(table, table, client, kinesis, WORKER));
        if (fresh) {
            leases.addVersion(WORKER);
        }
        beginnings.make();
        for (StreamPositions positions : streams) {
            store(leases, layout, Objects.requireNonNull(found.get(positions)), positions);
        }
    }

    private void store(LeaseTable leases, LeaseLayout layout, KinesisStream stream, StreamPositions positions) {
        Beginning unfinished = Beginning.of(State.CLEARING, stream, StartPosition.trimHorizon());
        beginnings.replace(stream, beginnings.of(stream).orElse(null), unfinished);
        if (beginnings.of(stream).filter(unfinished::equals).isEmpty()) {
            throw new IllegalStateException("a worker of the application has begun meanwhile: table=" + table
                    + " stream=" + stream.name() + " (stop it first)");
        }
        leases.clear(stream);
        List<Shard> shards = directory.shards(
                stream,
                ShardFilter.builder().type(ShardFilterType.FROM_TRIM_HORIZON).build());
        for (Shard shard : shards) {
            ShardPosition position = positions.shards().get(shard.shardId());
            if (position == null && begins(shard, shards, positions.shards())) {
                position = TRIM_HORIZON;
            }
            if (position != null) {
                Map<String, AttributeValue> item = LeaseItems.at(
                        position, layout.item(stream, shard, position.place().sequenceNumber()));
                List<String> children = children(shard, shards);
                if (!children.isEmpty()) {
                    item.put("childShardIds", AttributeValue.fromSs(children));
                }
                Answers.await(client.putItem(request -> request.tableName(table).item(item)));
            }
        }
        Instant moment = earliestMoment(positions);
        beginnings.replace(stream, unfinished, new Beginning(State.COMPLETE, stream.created(), moment));
    }

    /** A shard without a position comes next if all its parents have ended, or are gone. */
    private static boolean begins(Shard shard, List<Shard> shards, Map<String, ShardPosition> positions) {
        List<String> known = parents(shard).filter(positions::containsKey).toList();
        return !known.isEmpty()
                && parents(shard).allMatch(parent -> hasEnded(positions.get(parent)) || !isListed(parent, shards));
    }

    private static boolean hasEnded(@Nullable ShardPosition position) {
        return position != null && position.place().equals(ExtendedSequenceNumber.SHARD_END);
    }

    private static boolean isListed(String shardId, List<Shard> shards) {
        return shards.stream().anyMatch(shard -> shard.shardId().equals(shardId));
    }

    private static Stream<String> parents(Shard shard) {
        return Stream.of(shard.parentShardId(), shard.adjacentParentShardId()).filter(Objects::nonNull);
    }

    private static List<String> children(Shard parent, List<Shard> shards) {
        return shards.stream()
                .filter(shard -> parents(shard).anyMatch(parent.shardId()::equals))
                .map(Shard::shardId)
                .toList();
    }

    /** The library knows one moment for all shards: the earliest skips nothing. */
    private static @Nullable Instant earliestMoment(StreamPositions positions) {
        return positions.shards().values().stream()
                .map(ShardPosition::moment)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
