package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.firehose.local.delivery.LocalDelivery;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** PutRecordBatch: all records outlast a crash when the answer is sent; it is all of them, or the call fails. */
final class PutRecordBatch extends Operation {

    private final DeliveryStreams streams;

    PutRecordBatch(DeliveryStreams streams) {
        super(List.of(
                DeliveryStreamKey.member(),
                Member.list("Records", List.of(data()), 1, DeliveryStream.MOST_RECORDS)
                        .mandatory()));
        this.streams = streams;
    }

    /** A record's bytes. */
    static Member data() {
        return Member.of("Data", MemberType.BLOB)
                .between(0, DeliveryStream.MOST_RECORD_BYTES)
                .mandatory();
    }

    @Override
    Answer run(Request request, Account caller) {
        LocalDelivery delivery = streams.get(DeliveryStreamKey.of(request, caller));
        List<ByteBuffer> records = request.structures("Records").stream()
                .map(entry -> ByteBuffer.wrap(entry.requiredBytes("Data")))
                .toList();
        delivery.put(records);
        List<Map<String, String>> answers = records.stream()
                .map(record -> Map.of("RecordId", UUID.randomUUID().toString()))
                .toList();
        return Answer.create()
                .with("FailedPutCount", 0)
                .with("Encrypted", delivery.definition().encryption().enabled())
                .with("RequestResponses", answers);
    }
}
