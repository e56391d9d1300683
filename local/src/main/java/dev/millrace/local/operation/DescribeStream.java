package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.stream.Topology;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.List;

/** DescribeStream. */
final class DescribeStream extends Operation {

    private static final int MAX_LIMIT = 10_000;
    private static final int DEFAULT_LIMIT = 100;

    private final Streams streams;

    DescribeStream(Streams streams) {
        super(
                Member.integer("Limit", 1, MAX_LIMIT),
                Member.shardId("ExclusiveStartShardId"),
                Member.streamName(),
                Member.streamArn());
        this.streams = streams;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        int limit = Math.min(request.integer("Limit", DEFAULT_LIMIT), DEFAULT_LIMIT);
        Topology topology = stream.topology();
        List<Shard> shards = ShardPages.after(topology.keptShards(), request.text("ExclusiveStartShardId"));
        Answer description = Descriptions.stream(stream)
                .with(
                        "Shards",
                        shards.stream()
                                .limit(limit)
                                .map(shard -> Descriptions.shard(shard, topology))
                                .toList())
                .with("HasMoreShards", shards.size() > limit);
        return Answer.create().with("StreamDescription", description);
    }
}
