package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** DeleteStream: the stream is gone when the answer is sent. */
final class DeleteStream extends Operation {

    private final Streams streams;

    DeleteStream(Streams streams) {
        super(Member.streamName(), Member.streamArn(), Member.of("EnforceConsumerDeletion", MemberType.BOOLEAN));
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        streams.delete(StreamReference.of(request, caller), request.flag("EnforceConsumerDeletion"));
        return null;
    }
}
