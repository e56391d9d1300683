package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.BillingCommitments;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;

/** UpdateStreamWarmThroughput: the number is kept and told; the shards stay as they are. */
final class UpdateStreamWarmThroughput extends Operation {

    private final Streams streams;
    private final BillingCommitments commitments;

    UpdateStreamWarmThroughput(Streams streams, BillingCommitments commitments) {
        super(WarmThroughput.member().mandatory(), Member.streamName(), Member.streamArn());
        this.streams = streams;
        this.commitments = commitments;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        WarmThroughput.check(request, stream.name(), stream.onDemand(), commitments);
        WarmThroughput.apply(request, stream);
        return Answer.create()
                .with("StreamARN", stream.name().arn())
                .with("StreamName", stream.name().name())
                .with("WarmThroughput", WarmThroughput.of(stream));
    }
}
