package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** AddTagsToStream. */
final class AddTagsToStream extends Operation {

    private final Streams streams;

    AddTagsToStream(Streams streams) {
        super(TagMembers.tags().mandatory(), Member.streamName(), Member.streamArn());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        stream.settings().attributes().tags().add(request.textMap("Tags"));
        return null;
    }
}
