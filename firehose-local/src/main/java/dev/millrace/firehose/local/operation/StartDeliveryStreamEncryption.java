package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.definition.Encryption;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import java.util.List;

/** StartDeliveryStreamEncryption: told, and not done. */
final class StartDeliveryStreamEncryption extends Operation {

    private final DeliveryStreams streams;

    StartDeliveryStreamEncryption(DeliveryStreams streams) {
        super(List.of(DeliveryStreamKey.member(), Encryption.member()));
        this.streams = streams;
    }

    @Override
    Answer run(Request request, Account caller) {
        streams.get(DeliveryStreamKey.of(request, caller))
                .changeActive(definition ->
                        definition.with(Encryption.of(request, definition.source(), Encryption.SERVICES_KEY)));
        return Answer.create();
    }
}
