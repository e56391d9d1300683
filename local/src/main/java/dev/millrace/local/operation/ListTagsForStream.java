package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.stream.Tags;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.Map;

/** ListTagsForStream, page by page, in the order of the keys. */
final class ListTagsForStream extends Operation {

    private final Streams streams;

    ListTagsForStream(Streams streams) {
        super(
                Member.integer("Limit", 1, Tags.MAX_COUNT),
                Member.string("ExclusiveStartTagKey").between(1, 128),
                Member.streamName(),
                Member.streamArn());
        this.streams = streams;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        Map<String, String> tags = stream.settings().attributes().tags().all();
        String last = request.text("ExclusiveStartTagKey");
        if (last != null) {
            tags.keySet().removeIf(key -> key.compareTo(last) <= 0);
        }
        int limit = request.integer("Limit", Tags.MAX_COUNT);
        return Answer.create()
                .with("Tags", TagMembers.answer(tags).stream().limit(limit).toList())
                .with("HasMoreTags", tags.size() > limit);
    }
}
