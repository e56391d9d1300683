package dev.millrace.local.operation;

import dev.millrace.local.channel.Channels;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** DeleteChannel: the channel is gone when the answer is sent. */
final class DeleteChannel extends Operation {

    private final Channels channels;

    DeleteChannel(Channels channels) {
        super(ChannelMembers.arn());
        this.channels = channels;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        channels.delete(request.requiredText("ChannelARN"));
        return null;
    }
}
