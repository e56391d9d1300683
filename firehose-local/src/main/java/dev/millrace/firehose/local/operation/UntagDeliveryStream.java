package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** UntagDeliveryStream: tags that are not there are none to be removed. */
final class UntagDeliveryStream extends Operation {

    private final DeliveryStreams streams;

    UntagDeliveryStream(DeliveryStreams streams) {
        super(List.of(
                DeliveryStreamKey.member(),
                Member.strings("TagKeys", 1, TagMembers.MOST, TagMembers.key("member"))
                        .mandatory()));
        this.streams = streams;
    }

    @Override
    Answer run(Request request, Account caller) {
        List<String> removed = request.texts("TagKeys");
        streams.get(DeliveryStreamKey.of(request, caller)).changeActive(definition -> {
            Map<String, String> tags = new LinkedHashMap<>(definition.tags());
            tags.keySet().removeAll(removed);
            return definition.withTags(tags);
        });
        return Answer.create();
    }
}
