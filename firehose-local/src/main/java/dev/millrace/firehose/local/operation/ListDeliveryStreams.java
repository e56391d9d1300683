package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.Source;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.firehose.local.delivery.LocalDelivery;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** ListDeliveryStreams, by name. */
final class ListDeliveryStreams extends Operation {

    private static final int DEFAULT_LIMIT = 10;

    private final DeliveryStreams streams;

    ListDeliveryStreams(DeliveryStreams streams) {
        super(List.of(
                Member.integer("Limit", 1, 10_000),
                Source.typeMember(),
                Member.string("ExclusiveStartDeliveryStreamName")
                        .between(1, 64)
                        .matching(Pattern.compile("[a-zA-Z0-9_.-]+"))));
        this.streams = streams;
    }

    @Override
    Answer run(Request request, Account caller) {
        String type = request.text("DeliveryStreamType");
        String start = Objects.requireNonNullElse(request.text("ExclusiveStartDeliveryStreamName"), "");
        List<String> names = streams.of(caller).stream()
                .map(LocalDelivery::definition)
                .filter(definition -> type == null || definition.source().type().equals(type))
                .map(definition -> definition.key().name())
                .filter(name -> name.compareTo(start) > 0)
                .toList();
        int limit = request.integer("Limit", DEFAULT_LIMIT);
        return Answer.create()
                .with("DeliveryStreamNames", names.subList(0, Math.min(limit, names.size())))
                .with("HasMoreDeliveryStreams", names.size() > limit);
    }
}
