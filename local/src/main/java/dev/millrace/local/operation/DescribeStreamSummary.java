package dev.millrace.local.operation;

import dev.millrace.local.channel.Channels;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;

/** DescribeStreamSummary. */
final class DescribeStreamSummary extends Operation {

    private final Streams streams;
    private final Channels channels;

    DescribeStreamSummary(Streams streams, Channels channels) {
        super(Member.streamName(), Member.streamArn());
        this.streams = streams;
        this.channels = channels;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        Answer summary = Descriptions.stream(stream)
                .with("OpenShardCount", stream.topology().openShardCount())
                .with("ConsumerCount", stream.consumers().list().size())
                .with("MaxRecordSizeInKiB", stream.settings().maxRecordKibibytes())
                .with("ChannelCount", channels.countOf(stream))
                .with("WarmThroughput", WarmThroughput.of(stream))
                .with("RecordDistributionStrategy", stream.onDemand() ? RecordDistribution.of(stream) : null);
        return Answer.create().with("StreamDescriptionSummary", summary);
    }
}
