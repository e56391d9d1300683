package dev.millrace.local.operation;

import dev.millrace.local.channel.Channel;
import dev.millrace.local.wire.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How answers tell of channels. */
final class ChannelDescriptions {

    private ChannelDescriptions() {}

    static Answer answer(Channel channel) {
        return Answer.create().with("ChannelDescription", description(channel));
    }

    private static Answer description(Channel channel) {
        return head(channel)
                .with("ServiceExecutionRoleARN", channel.roleArn())
                .with(
                        ChannelMembers.STREAMS,
                        channel.sources().stream()
                                .map(source -> stream(source)
                                        .with(ChannelMembers.RECORDS, source.recordConfiguration())
                                        .members())
                                .toList())
                .with(channel.toTables() ? ChannelMembers.TO_TABLES : ChannelMembers.TO_BUCKET, channel.destination())
                .with(ChannelMembers.ENCRYPTION, channel.encryption())
                .with(ChannelMembers.LOGGING, channel.logging());
    }

    static Map<String, Object> summary(Channel channel) {
        List<Map<String, Object>> streams = channel.sources().stream()
                .map(source -> stream(source).members())
                .toList();
        return head(channel)
                .with("ChannelDestinationType", channel.toTables() ? "S3_TABLES" : "S3")
                .with("Streams", streams)
                .members();
    }

    private static Answer head(Channel channel) {
        return Answer.create()
                .with("ChannelName", channel.name())
                .with("ChannelARN", channel.arn())
                .with("ChannelId", channel.id())
                .with("ChannelStatus", "ACTIVE")
                .with("ChannelCreationTimestamp", Instant.ofEpochMilli(channel.createdMillis()));
    }

    private static Answer stream(Channel.Source source) {
        return Answer.create()
                .with("StreamARN", source.streamArn())
                .with("StreamCreationTimestamp", Instant.ofEpochMilli(source.streamCreatedMillis()));
    }
}
