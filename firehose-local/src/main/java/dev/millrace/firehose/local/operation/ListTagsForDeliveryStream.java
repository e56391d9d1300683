package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** ListTagsForDeliveryStream, by key. */
final class ListTagsForDeliveryStream extends Operation {

    private final DeliveryStreams streams;

    ListTagsForDeliveryStream(DeliveryStreams streams) {
        super(List.of(
                DeliveryStreamKey.member(),
                TagMembers.key("ExclusiveStartTagKey"),
                Member.integer("Limit", 1, TagMembers.MOST)));
        this.streams = streams;
    }

    @Override
    Answer run(Request request, Account caller) {
        String start = Objects.requireNonNullElse(request.text("ExclusiveStartTagKey"), "");
        Map<String, String> tags = new TreeMap<>(
                streams.get(DeliveryStreamKey.of(request, caller)).definition().tags());
        List<Map<String, Object>> left = tags.entrySet().stream()
                .filter(tag -> tag.getKey().compareTo(start) > 0)
                .map(tag -> Answer.create()
                        .with("Key", tag.getKey())
                        .with("Value", tag.getValue())
                        .members())
                .toList();
        int limit = request.integer("Limit", TagMembers.MOST);
        return Answer.create()
                .with("Tags", left.subList(0, Math.min(limit, left.size())))
                .with("HasMoreTags", left.size() > limit);
    }
}
