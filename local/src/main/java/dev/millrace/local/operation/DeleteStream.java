package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.DeletionGuard;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DeleteStream: the stream is gone when the answer is sent. */
final class DeleteStream extends Operation {

    private final Streams streams;
    private final List<DeletionGuard> guards;

    DeleteStream(Streams streams, DeletionGuard... guards) {
        super(Member.streamName(), Member.streamArn(), Member.of("EnforceConsumerDeletion", MemberType.BOOLEAN));
        this.streams = streams;
        this.guards = List.of(guards);
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        guards.forEach(guard -> guard.beforeDeletion(stream, request.flag("EnforceConsumerDeletion")));
        streams.delete(stream.name(), request.flag("EnforceConsumerDeletion"));
        return null;
    }
}
