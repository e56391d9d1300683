package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.SealedText;
import java.util.List;

/** ListStreamConsumers, by name, page by page. */
final class ListStreamConsumers extends Operation {

    private static final int MAX_RESULTS = 10_000;
    private static final int DEFAULT_RESULTS = 100;

    private final Streams streams;
    private final SealedText texts;

    ListStreamConsumers(Streams streams, SealedText texts) {
        super(
                Member.streamArn().mandatory(),
                Member.string("NextToken").between(1, 1_048_576),
                Member.integer("MaxResults", 1, MAX_RESULTS),
                Member.of("StreamCreationTimestamp", MemberType.TIMESTAMP));
        this.streams = streams;
        this.texts = texts;
    }

    @Override
    public Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        String listing = "consumers of " + stream.name().arn();
        long now = streams.clock().millis();
        String last = PageToken.open(listing, request.text("NextToken"), texts, now);
        List<Consumer> rest = stream.consumers().list().stream()
                .filter(consumer -> last == null || consumer.name().compareTo(last) > 0)
                .toList();
        List<Consumer> page = rest.subList(0, Math.min(request.integer("MaxResults", DEFAULT_RESULTS), rest.size()));
        boolean more = rest.size() > page.size();
        return Answer.create()
                .with(
                        "Consumers",
                        page.stream()
                                .map(consumer -> Descriptions.consumer(consumer).members())
                                .toList())
                .with(
                        "NextToken",
                        more ? PageToken.seal(listing, page.get(page.size() - 1).name(), texts, now) : null);
    }
}
