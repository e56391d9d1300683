package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TagDeliveryStream: new tags, or new values of tags. */
final class TagDeliveryStream extends Operation {

    private final DeliveryStreams streams;

    TagDeliveryStream(DeliveryStreams streams) {
        super(List.of(DeliveryStreamKey.member(), TagMembers.tags().mandatory()));
        this.streams = streams;
    }

    @Override
    Answer run(Request request, Account caller) {
        Map<String, String> added = TagMembers.read(request);
        streams.get(DeliveryStreamKey.of(request, caller)).changeActive(definition -> {
            Map<String, String> tags = new LinkedHashMap<>(definition.tags());
            tags.putAll(added);
            if (tags.size() > TagMembers.MOST) {
                throw ServiceException.limitExceeded(
                        "Firehose " + definition.key().name() + " would have " + tags.size() + " tags. Limit: "
                                + TagMembers.MOST + ".");
            }
            return definition.withTags(tags);
        });
        return Answer.create();
    }
}
