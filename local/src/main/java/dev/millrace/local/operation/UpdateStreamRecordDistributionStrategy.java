package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** UpdateStreamRecordDistributionStrategy: holds for all records that come after it. */
final class UpdateStreamRecordDistributionStrategy extends Operation {

    private final Streams streams;

    UpdateStreamRecordDistributionStrategy(Streams streams) {
        super(RecordDistribution.member().mandatory(), Member.streamArn().mandatory());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        RecordDistribution.apply(request, streams.get(StreamReference.of(request, caller)));
        return null;
    }
}
