package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.BillingCommitments;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamSettings;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import org.jspecify.annotations.Nullable;

/** UpdateStreamMode: the shards stay as they are. */
final class UpdateStreamMode extends Operation {

    private final Streams streams;
    private final BillingCommitments commitments;

    UpdateStreamMode(Streams streams, BillingCommitments commitments) {
        super(CapacityMode.member().mandatory(), Member.streamArn().mandatory(), WarmThroughput.member());
        this.streams = streams;
        this.commitments = commitments;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        boolean onDemand = CapacityMode.onDemand(request.requiredStructure("StreamModeDetails"));
        WarmThroughput.check(request, stream.name(), onDemand, commitments);
        if (onDemand != stream.onDemand()) {
            int shardsThatCount = onDemand ? 0 : stream.topology().openShardCount();
            streams.grow(stream, shardsThatCount, () -> change(stream, onDemand));
        }
        WarmThroughput.apply(request, stream);
        return null;
    }

    private void change(Stream stream, boolean onDemand) {
        StreamSettings settings = stream.settings();
        if (onDemand) {
            streams.checkOnDemandCount(stream.name().account());
        }
        if (!settings.modeChanges().use(streams.clock().millis())) {
            throw ServiceException.limitExceeded("Stream " + stream.name().describe() + " changed its capacity mode "
                    + settings.modeChanges().maxCount() + " times within 24 hours, and cannot change it more often.");
        }
        settings.setOnDemand(onDemand);
    }
}
