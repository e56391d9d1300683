package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.stream.Topology;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.SealedText;
import dev.millrace.local.wire.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** ListShards, with filters and pages. */
final class ListShards extends Operation {

    private static final int MAX_RESULTS = 10_000;
    private static final int DEFAULT_RESULTS = 1_000;

    private final Streams streams;
    private final SealedText texts;

    ListShards(Streams streams, SealedText texts) {
        super(
                Member.streamName(),
                Member.string("NextToken").between(1, 1_048_576),
                Member.shardId("ExclusiveStartShardId"),
                Member.integer("MaxResults", 1, MAX_RESULTS),
                Member.of("StreamCreationTimestamp", MemberType.TIMESTAMP),
                Member.structure(
                        "ShardFilter",
                        List.of(
                                Member.string("Type")
                                        .mandatory()
                                        .oneOf(
                                                "AFTER_SHARD_ID",
                                                "AT_TRIM_HORIZON",
                                                "FROM_TRIM_HORIZON",
                                                "AT_LATEST",
                                                "AT_TIMESTAMP",
                                                "FROM_TIMESTAMP"),
                                Member.shardId("ShardId"),
                                Member.of("Timestamp", MemberType.TIMESTAMP))),
                Member.streamArn());
        this.streams = streams;
        this.texts = texts;
    }

    @Override
    public Answer run(Request request, Account caller) {
        String token = request.text("NextToken");
        ShardListing listing = token == null ? begin(request, caller) : goOn(request, token);
        Stream stream = streams.get(listing.stream());
        Topology topology = stream.topology();
        long begin = Math.max(stream.createdMillis(), stream.retention().trimHorizonMillis());
        long millis = Math.max(listing.timestampMillis(), begin);
        List<Shard> rest = topology.keptShards().stream()
                .filter(shard -> shard.index() > listing.lastShardIndex())
                .filter(filter(listing.filter(), millis, topology))
                .toList();
        int limit = Math.min(request.integer("MaxResults", DEFAULT_RESULTS), DEFAULT_RESULTS);
        List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
        String next = rest.size() == page.size()
                ? null
                : listing.after(
                                page.get(page.size() - 1).index(),
                                streams.clock().millis())
                        .seal(texts);
        return Answer.create()
                .with(
                        "Shards",
                        page.stream()
                                .map(shard -> Descriptions.shard(shard, topology))
                                .toList())
                .with("NextToken", next);
    }

    private ShardListing begin(Request request, Account caller) {
        if (!request.has("StreamName") && !request.has("StreamARN")) {
            throw ServiceException.invalidArgument("Either NextToken or StreamName should be provided.");
        }
        StreamName stream = StreamReference.of(request, caller);
        Request filter = request.structure("ShardFilter");
        String type = filter == null ? "FROM_TRIM_HORIZON" : filter.requiredText("Type");
        Instant timestamp = filter == null ? null : filter.instant("Timestamp");
        String afterShard = filter == null ? null : filter.text("ShardId");
        if (type.endsWith("TIMESTAMP") && timestamp == null) {
            throw ServiceException.invalidArgument("Timestamp must be provided for ShardFilter type " + type + ".");
        }
        if (type.equals("AFTER_SHARD_ID") != (afterShard != null)) {
            throw ServiceException.invalidArgument(
                    "ShardId must be provided for ShardFilter type AFTER_SHARD_ID, and for no other.");
        }
        List<Shard> all = streams.get(stream).topology().keptShards();
        List<Shard> rest = ShardPages.after(ShardPages.after(all, request.text("ExclusiveStartShardId")), afterShard);
        int last = rest.isEmpty() ? Integer.MAX_VALUE : rest.get(0).index() - 1;
        return new ShardListing(stream, last, type, timestamp == null ? 0 : timestamp.toEpochMilli(), 0);
    }

    private ShardListing goOn(Request request, String token) {
        if (request.has("StreamName") || request.has("StreamARN")) {
            throw ServiceException.invalidArgument("NextToken and StreamName cannot be provided together.");
        }
        return ShardListing.open(token, texts, streams.clock().millis());
    }

    private static Predicate<Shard> filter(String type, long millis, Topology topology) {
        return switch (type) {
            case "AT_LATEST" -> topology::isOpen;
            // Shards whose parents are all past the horizon, or which are the stream's first.
            case "AT_TRIM_HORIZON" ->
                shard -> shard.parents().stream()
                        .allMatch(parent -> topology.shards().get(parent).isExpired());
            case "AT_TIMESTAMP" -> shard -> openedBy(shard, millis, topology) && !closedBy(shard, millis, topology);
            case "FROM_TIMESTAMP" -> shard -> !closedBy(shard, millis, topology);
            default -> shard -> true;
        };
    }

    private static boolean openedBy(Shard shard, long millis, Topology topology) {
        return shard.parents().stream()
                .allMatch(parent -> closedBy(topology.shards().get(parent), millis, topology));
    }

    private static boolean closedBy(Shard shard, long millis, Topology topology) {
        return !topology.isOpen(shard) && shard.closedMillis() <= millis;
    }
}
