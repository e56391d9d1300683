package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.List;
import java.util.regex.Pattern;

/** DescribeDeliveryStream. There is one destination, so there are no pages. */
final class DescribeDeliveryStream extends Operation {

    private final DeliveryStreams streams;

    DescribeDeliveryStream(DeliveryStreams streams) {
        super(List.of(
                DeliveryStreamKey.member(),
                Member.integer("Limit", 1, 10_000),
                Member.string("ExclusiveStartDestinationId")
                        .between(1, 100)
                        .matching(Pattern.compile("[a-zA-Z0-9-]+"))));
        this.streams = streams;
    }

    @Override
    Answer run(Request request, Account caller) {
        return Answer.create()
                .with(
                        "DeliveryStreamDescription",
                        streams.get(DeliveryStreamKey.of(request, caller))
                                .definition()
                                .describe());
    }
}
