package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import org.jspecify.annotations.Nullable;

/** StopStreamEncryption. */
final class StopStreamEncryption extends Operation {

    private final Streams streams;

    StopStreamEncryption(Streams streams) {
        super(Encryption.members());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        Encryption.requireKms(request);
        stream.settings().setKeyId(null);
        return null;
    }
}
