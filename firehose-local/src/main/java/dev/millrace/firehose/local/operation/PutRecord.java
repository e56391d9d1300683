package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.firehose.local.delivery.LocalDelivery;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/** PutRecord: the record outlasts a crash when the answer is sent. */
final class PutRecord extends Operation {

    private final DeliveryStreams streams;

    PutRecord(DeliveryStreams streams) {
        super(List.of(
                DeliveryStreamKey.member(),
                Member.structure("Record", List.of(PutRecordBatch.data())).mandatory()));
        this.streams = streams;
    }

    @Override
    Answer run(Request request, Account caller) {
        LocalDelivery delivery = streams.get(DeliveryStreamKey.of(request, caller));
        delivery.put(List.of(ByteBuffer.wrap(request.requiredStructure("Record").requiredBytes("Data"))));
        return Answer.create()
                .with("RecordId", UUID.randomUUID().toString())
                .with("Encrypted", delivery.definition().encryption().enabled());
    }
}
