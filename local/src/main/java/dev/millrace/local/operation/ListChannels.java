package dev.millrace.local.operation;

import dev.millrace.local.channel.Channel;
import dev.millrace.local.channel.Channels;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.SealedText;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** ListChannels, by name, page by page. */
final class ListChannels extends Operation {

    private static final int MAX_RESULTS = 10_000;
    private static final int DEFAULT_RESULTS = 100;

    private final Channels channels;
    private final Clock clock;
    private final SealedText texts;

    ListChannels(Channels channels, SealedText texts, Clock clock) {
        super(
                Member.list(
                        "StreamFilter",
                        List.of(
                                Member.streamArn().mandatory(),
                                Member.of("StreamCreationTimestamp", MemberType.TIMESTAMP)),
                        1,
                        MAX_RESULTS),
                Member.integer("MaxResults", 1, MAX_RESULTS),
                Member.string("NextToken").between(1, 1_048_576));
        this.channels = channels;
        this.texts = texts;
        this.clock = clock;
    }

    @Override
    public Answer run(Request request, Account caller) {
        long now = clock.millis();
        String last = PageToken.open("channels", request.text("NextToken"), texts, now);
        Set<String> streamArns = request.structures("StreamFilter").stream()
                .map(stream -> stream.requiredText("StreamARN"))
                .collect(Collectors.toSet());
        List<Channel> rest = channels.list(caller).stream()
                .filter(channel -> last == null || channel.name().compareTo(last) > 0)
                .filter(channel -> streamArns.isEmpty() || streamArns.stream().anyMatch(channel::reads))
                .toList();
        int limit = Math.min(request.integer("MaxResults", DEFAULT_RESULTS), DEFAULT_RESULTS);
        List<Channel> page = rest.subList(0, Math.min(limit, rest.size()));
        boolean more = rest.size() > page.size();
        return Answer.create()
                .with(
                        "ChannelSummaries",
                        page.stream().map(ChannelDescriptions::summary).toList())
                .with(
                        "NextToken",
                        more
                                ? PageToken.seal(
                                        "channels", page.get(page.size() - 1).name(), texts, now)
                                : null);
    }
}
