package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** RemoveTagsFromStream. */
final class RemoveTagsFromStream extends Operation {

    private final Streams streams;

    RemoveTagsFromStream(Streams streams) {
        super(TagMembers.keys().mandatory(), Member.streamName(), Member.streamArn());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        stream.settings().attributes().tags().remove(request.texts("TagKeys"));
        return null;
    }
}
