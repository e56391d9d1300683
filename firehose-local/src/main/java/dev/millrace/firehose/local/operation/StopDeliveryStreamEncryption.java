package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import java.util.List;

/** StopDeliveryStreamEncryption. */
final class StopDeliveryStreamEncryption extends Operation {

    private final DeliveryStreams streams;

    StopDeliveryStreamEncryption(DeliveryStreams streams) {
        super(List.of(DeliveryStreamKey.member()));
        this.streams = streams;
    }

    @Override
    Answer run(Request request, Account caller) {
        streams.get(DeliveryStreamKey.of(request, caller))
                .changeActive(
                        definition -> definition.with(definition.encryption().disabled()));
        return Answer.create();
    }
}
