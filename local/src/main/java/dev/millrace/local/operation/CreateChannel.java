package dev.millrace.local.operation;

import dev.millrace.local.channel.Channel;
import dev.millrace.local.channel.Channels;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CreateChannel: the channel is ACTIVE when the answer is sent, and delivers nothing. */
final class CreateChannel extends Operation {

    private static final int DEFAULT_FRESHNESS_SECONDS = 300;

    private final Streams streams;
    private final Channels channels;

    CreateChannel(Streams streams, Channels channels) {
        super(
                Member.string("ChannelName").mandatory().between(1, 128).matching(Pattern.compile("[a-zA-Z0-9_.-]+")),
                ChannelMembers.role(),
                ChannelMembers.streams(),
                ChannelMembers.toBucket(),
                ChannelMembers.toTables(),
                ChannelMembers.encryption(),
                TagMembers.tags(),
                ChannelMembers.logging());
        this.streams = streams;
        this.channels = channels;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Request bucket = request.structure(ChannelMembers.TO_BUCKET);
        Request tables = request.structure(ChannelMembers.TO_TABLES);
        String name = request.requiredText("ChannelName");
        String id = UUID.randomUUID().toString();
        Request encryption = request.structure(ChannelMembers.ENCRYPTION);
        Channel channel = new Channel(
                caller,
                name,
                id,
                streams.clock().millis(),
                request.requiredText("ServiceExecutionRoleARN"),
                request.structures(ChannelMembers.STREAMS).stream()
                        .map(source -> source(source, caller))
                        .toList(),
                tables != null,
                destination(bucket, tables),
                encryption == null ? null : encryption.tree(),
                ChannelLogging.of(request, name, id),
                channels.newAttributes(name, caller));
        channel.attributes().tags().add(request.textMap("Tags"));
        channels.add(channel);
        return ChannelDescriptions.answer(channel);
    }

    private Channel.Source source(Request source, Account caller) {
        Stream stream = streams.get(StreamReference.of(source, caller));
        if (!stream.onDemand()) {
            throw ServiceException.invalidArgument("Channels are for streams in on-demand mode. Stream "
                    + stream.name().describe() + " is in provisioned mode.");
        }
        return new Channel.Source(
                stream.name().arn(),
                stream.createdMillis(),
                source.requiredStructure(ChannelMembers.RECORDS).tree());
    }

    private static Map<String, Object> destination(@Nullable Request bucket, @Nullable Request tables) {
        if (tables != null && bucket == null) {
            return toTables(tables);
        }
        if (bucket != null && tables == null) {
            return toBucket(bucket);
        }
        throw ServiceException.invalidArgument("Either " + ChannelMembers.TO_BUCKET + " or " + ChannelMembers.TO_TABLES
                + " must be specified, and not both.");
    }

    private static Map<String, Object> toTables(Request request) {
        List<Request> tables = request.structures(ChannelMembers.TABLES);
        if (tables.size() > 1) {
            throw ServiceException.invalidArgument(
                    "A channel delivers to one table. The request has " + tables.size() + ".");
        }
        return withFreshness(request);
    }

    private static Map<String, Object> toBucket(Request request) {
        Map<String, Object> destination = withFreshness(request);
        Request storage = request.requiredStructure(ChannelMembers.STORAGE);
        Map<String, Object> storageTree = new LinkedHashMap<>(storage.tree());
        storageTree.putIfAbsent("StorageClass", "STANDARD");
        destination.put(ChannelMembers.STORAGE, storageTree);
        destination.computeIfAbsent(
                ChannelMembers.DEAD_LETTERS,
                absent -> Answer.create()
                        .with("BucketARN", storage.requiredText("BucketARN"))
                        .with("ExpectedBucketOwner", storage.requiredText("ExpectedBucketOwner"))
                        .with("ErrorOutputPrefix", "errors/")
                        .members());
        return destination;
    }

    private static Map<String, Object> withFreshness(Request request) {
        Map<String, Object> destination = new LinkedHashMap<>(request.tree());
        destination.putIfAbsent(ChannelMembers.FRESHNESS, DEFAULT_FRESHNESS_SECONDS);
        return destination;
    }
}
