package dev.millrace.local.operation;

import dev.millrace.local.channel.Channels;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;

/** DescribeChannel. */
final class DescribeChannel extends Operation {

    private final Channels channels;

    DescribeChannel(Channels channels) {
        super(ChannelMembers.arn());
        this.channels = channels;
    }

    @Override
    public Answer run(Request request, Account caller) {
        return ChannelDescriptions.answer(channels.get(request.requiredText("ChannelARN")));
    }
}
