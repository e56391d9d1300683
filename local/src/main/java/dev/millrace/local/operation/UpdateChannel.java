package dev.millrace.local.operation;

import dev.millrace.local.channel.Channel;
import dev.millrace.local.channel.Channels;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.LinkedHashMap;
import java.util.Map;

/** UpdateChannel: how fresh what is delivered must be, and logging. All else stays as it was made. */
final class UpdateChannel extends Operation {

    private final Channels channels;

    UpdateChannel(Channels channels) {
        super(
                ChannelMembers.arn(),
                ChannelMembers.newFreshness(ChannelMembers.TO_BUCKET),
                ChannelMembers.newFreshness(ChannelMembers.TO_TABLES),
                ChannelMembers.logging());
        this.channels = channels;
    }

    @Override
    public Answer run(Request request, Account caller) {
        return ChannelDescriptions.answer(
                channels.change(request.requiredText("ChannelARN"), channel -> changed(channel, request)));
    }

    private static Channel changed(Channel channel, Request request) {
        String own = channel.toTables() ? ChannelMembers.TO_TABLES : ChannelMembers.TO_BUCKET;
        String other = channel.toTables() ? ChannelMembers.TO_BUCKET : ChannelMembers.TO_TABLES;
        if (request.has(other)) {
            throw ServiceException.invalidArgument(
                    channel.describe() + " has no " + other + ": its destination is a " + own + ".");
        }
        Channel changed = channel;
        Request freshness = request.structure(own);
        if (freshness != null) {
            Map<String, Object> destination = new LinkedHashMap<>(channel.destination());
            destination.putAll(freshness.tree());
            changed = changed.withDestination(destination);
        }
        return request.has(ChannelMembers.LOGGING)
                ? changed.withLogging(ChannelLogging.of(request, channel.name(), channel.id()))
                : changed;
    }
}
