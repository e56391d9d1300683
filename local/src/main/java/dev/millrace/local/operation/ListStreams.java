package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.SealedText;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** ListStreams, by name, page by page. */
final class ListStreams extends Operation {

    private static final int MAX_LIMIT = 10_000;
    private static final int DEFAULT_LIMIT = 100;

    private final Streams streams;
    private final SealedText texts;

    ListStreams(Streams streams, SealedText texts) {
        super(
                Member.integer("Limit", 1, MAX_LIMIT),
                Member.string("ExclusiveStartStreamName").between(1, 128),
                Member.string("NextToken").between(1, 1_048_576));
        this.streams = streams;
        this.texts = texts;
    }

    @Override
    public Answer run(Request request, Account caller) {
        int limit = Math.min(request.integer("Limit", DEFAULT_LIMIT), DEFAULT_LIMIT);
        long now = streams.clock().millis();
        String token = PageToken.open("streams", request.text("NextToken"), texts, now);
        String last = token != null ? token : request.text("ExclusiveStartStreamName");
        List<Stream> rest = streams.list(caller).stream()
                .filter(stream -> last == null || stream.name().name().compareTo(last) > 0)
                .toList();
        List<Stream> page = rest.subList(0, Math.min(limit, rest.size()));
        boolean more = rest.size() > page.size();
        return Answer.create()
                .with(
                        "StreamNames",
                        page.stream().map(stream -> stream.name().name()).toList())
                .with("HasMoreStreams", more)
                .with(
                        "NextToken",
                        more
                                ? PageToken.seal(
                                        "streams",
                                        page.get(page.size() - 1).name().name(),
                                        texts,
                                        now)
                                : null)
                .with("StreamSummaries", page.stream().map(ListStreams::summary).toList());
    }

    private static Map<String, Object> summary(Stream stream) {
        return Answer.create()
                .with("StreamName", stream.name().name())
                .with("StreamARN", stream.name().arn())
                .with("StreamStatus", "ACTIVE")
                .with("StreamModeDetails", Descriptions.mode(stream))
                .with("StreamCreationTimestamp", Instant.ofEpochMilli(stream.createdMillis()))
                .members();
    }
}
