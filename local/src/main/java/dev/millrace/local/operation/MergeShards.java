package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** MergeShards: the child is open when the answer is sent. */
final class MergeShards extends Operation {

    private final Streams streams;

    MergeShards(Streams streams) {
        super(
                Member.streamName(),
                Member.shardId("ShardToMerge").mandatory(),
                Member.shardId("AdjacentShardToMerge").mandatory(),
                Member.streamArn());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        CapacityMode.requireProvisioned(stream);
        stream.merge(request.requiredText("ShardToMerge"), request.requiredText("AdjacentShardToMerge"));
        return null;
    }
}
