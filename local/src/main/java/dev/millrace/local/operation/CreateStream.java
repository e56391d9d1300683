package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.BillingCommitments;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import org.jspecify.annotations.Nullable;

/** CreateStream: the stream is ACTIVE when the answer is sent. */
final class CreateStream extends Operation {

    private static final int MAX_SHARD_COUNT = 100_000;

    /** Shards of a stream whose caller named no number. */
    private static final int DEFAULT_SHARD_COUNT = 4;

    private final Streams streams;
    private final BillingCommitments commitments;

    CreateStream(Streams streams, BillingCommitments commitments) {
        super(
                Member.integer("ShardCount", 1, MAX_SHARD_COUNT),
                Member.streamName().mandatory(),
                CapacityMode.member(),
                TagMembers.tags(),
                WarmThroughput.member(),
                RecordSize.member(),
                RecordDistribution.member());
        this.streams = streams;
        this.commitments = commitments;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Request mode = request.structure("StreamModeDetails");
        boolean counted = request.has("ShardCount");
        boolean onDemand = mode == null ? !counted : CapacityMode.onDemand(mode);
        if (onDemand && counted) {
            throw ServiceException.validation("ShardCount is not expected when StreamMode=ON_DEMAND.");
        }
        if (!onDemand && !counted) {
            throw ServiceException.validation("ShardCount is required when StreamMode=PROVISIONED.");
        }
        StreamName name = new StreamName(caller, request.requiredText("StreamName"));
        WarmThroughput.check(request, name, onDemand, commitments);
        Stream created = streams.prepare(name, request.integer("ShardCount", DEFAULT_SHARD_COUNT), onDemand);
        created.settings().attributes().tags().add(request.textMap("Tags"));
        WarmThroughput.apply(request, created);
        RecordSize.apply(request, created);
        RecordDistribution.apply(request, created);
        streams.add(created);
        return null;
    }
}
