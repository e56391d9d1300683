package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamSettings;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import org.jspecify.annotations.Nullable;

/** StartStreamEncryption: from now on records are said to be encrypted. */
final class StartStreamEncryption extends Operation {

    private final Streams streams;

    StartStreamEncryption(Streams streams) {
        super(Encryption.members());
        this.streams = streams;
    }

    @Override
    public @Nullable Answer run(Request request, Account caller) {
        Stream stream = streams.get(StreamReference.of(request, caller));
        Encryption.requireKms(request);
        StreamSettings settings = stream.settings();
        String keyId = request.requiredText("KeyId");
        if (!keyId.equals(settings.keyId())) {
            if (!settings.keyChanges().use(streams.clock().millis())) {
                throw ServiceException.limitExceeded("Stream " + stream.name().describe() + " was given a new key "
                        + settings.keyChanges().maxCount() + " times within 24 hours, and cannot be given more.");
            }
            settings.setKeyId(keyId);
        }
        return null;
    }
}
