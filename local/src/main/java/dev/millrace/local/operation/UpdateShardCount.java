package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;

/** UpdateShardCount: the new shards are open when the answer is sent. */
final class UpdateShardCount extends Operation {

    private final Streams streams;

    UpdateShardCount(Streams streams) {
        super(
                Member.integer("TargetShardCount", 1, Integer.MAX_VALUE).mandatory(),
                Member.string("ScalingType").mandatory().oneOf("UNIFORM_SCALING"),
                Member.streamName(),
                Member.streamArn());
        this.streams = streams;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        CapacityMode.requireProvisioned(stream);
        int target = request.integer("TargetShardCount", 0);
        int before = stream.topology().openShardCount();
        streams.grow(stream, target - before, () -> stream.scale(target));
        return Answer.create()
                .with("StreamName", stream.name().name())
                .with("StreamARN", stream.name().arn())
                .with("CurrentShardCount", before)
                .with("TargetShardCount", target);
    }
}
