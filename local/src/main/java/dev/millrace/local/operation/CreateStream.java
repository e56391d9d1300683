package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CreateStream: the stream is ACTIVE when the answer is sent. */
final class CreateStream extends Operation {

    private static final int MAX_SHARD_COUNT = 100_000;

    /** Shards of a stream whose caller named no number. */
    private static final int DEFAULT_SHARD_COUNT = 4;

    private final Streams streams;

    CreateStream(Streams streams) {
        super(
                Member.integer("ShardCount", 1, MAX_SHARD_COUNT),
                Member.streamName().mandatory(),
                Member.structure(
                        "StreamModeDetails",
                        List.of(Member.string("StreamMode").mandatory().oneOf("PROVISIONED", "ON_DEMAND"))));
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Request mode = request.structure("StreamModeDetails");
        boolean onDemand = mode == null
                ? !request.has("ShardCount")
                : mode.requiredText("StreamMode").equals("ON_DEMAND");
        int shardCount = request.integer("ShardCount", DEFAULT_SHARD_COUNT);
        streams.create(new StreamName(caller, request.requiredText("StreamName")), shardCount, onDemand);
        return null;
    }
}
