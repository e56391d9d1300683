package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import java.util.List;

/** DeleteDeliveryStream: DELETING when the answer is sent, and gone when what waits is delivered. */
final class DeleteDeliveryStream extends Operation {

    private final DeliveryStreams streams;

    DeleteDeliveryStream(DeliveryStreams streams) {
        super(List.of(DeliveryStreamKey.member(), Member.of("AllowForceDelete", MemberType.BOOLEAN)));
        this.streams = streams;
    }

    @Override
    Answer run(Request request, Account caller) {
        streams.delete(DeliveryStreamKey.of(request, caller));
        return Answer.create();
    }
}
