package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** SplitShard: the children are open when the answer is sent. */
final class SplitShard extends Operation {

    private final Streams streams;

    SplitShard(Streams streams) {
        super(
                Member.streamName(),
                Member.shardId("ShardToSplit").mandatory(),
                Member.hashKey("NewStartingHashKey").mandatory(),
                Member.streamArn());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        CapacityMode.requireProvisioned(stream);
        BigInteger newStart = new BigInteger(request.requiredText("NewStartingHashKey"));
        streams.grow(stream, 1, () -> stream.split(request.requiredText("ShardToSplit"), newStart));
        return null;
    }
}
