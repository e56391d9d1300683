package dev.millrace.local.operation;

import dev.millrace.local.channel.Channels;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;

/** DescribeLimits: open shards are those of provisioned streams. */
final class DescribeLimits extends Operation {

    private final Streams streams;
    private final Channels channels;

    DescribeLimits(Streams streams, Channels channels) {
        super();
        this.streams = streams;
        this.channels = channels;
    }

    @Override
    public Answer run(Request request, Account caller) {
        return Answer.create()
                .with("ShardLimit", streams.limits().shardCount())
                .with("OpenShardCount", streams.openShardCount(caller))
                .with("OnDemandStreamCount", streams.onDemandStreamCount(caller))
                .with("OnDemandStreamCountLimit", streams.limits().onDemandStreamCount())
                .with("ChannelCount", channels.list(caller).size())
                .with("ChannelCountLimit", channels.maxCountPerAccount());
    }
}
