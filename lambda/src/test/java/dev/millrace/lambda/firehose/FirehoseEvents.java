package dev.millrace.lambda.firehose;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Events as Firehose makes them for Direct PUT. */
final class FirehoseEvents {

    private FirehoseEvents() {}

    /** Records {@code id-0}, {@code id-1} and so on. */
    static FirehoseEvent event(String... texts) {
        List<byte[]> payloads = new ArrayList<>();
        for (String text : texts) {
            payloads.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return event(payloads);
    }

    static FirehoseEvent event(List<byte[]> payloads) {
        FirehoseEvent event = new FirehoseEvent();
        event.setInvocationId("invocation");
        event.setDeliveryStreamArn("arn:aws:firehose:us-east-1:123456789012:deliverystream/test");
        event.setRegion("us-east-1");
        List<FirehoseEventRecord> records = new ArrayList<>();
        for (byte[] payload : payloads) {
            FirehoseEventRecord record = new FirehoseEventRecord();
            record.setRecordId("id-" + records.size());
            record.setApproximateArrivalTimestamp(1_495_072_949_453L);
            record.setData(ByteBuffer.wrap(payload));
            records.add(record);
        }
        event.setRecords(records);
        return event;
    }

    static FirehoseEventRecord record(FirehoseEvent event, int index) {
        return Objects.requireNonNull(event.getRecords()).get(index);
    }

    static List<FirehoseResponseRecord> records(FirehoseResponse response) {
        List<FirehoseResponseRecord> records = response.getRecords();
        return records == null ? List.of() : records;
    }

    /** Result and text of each answer, as {@code Ok:text}. */
    static List<String> outcomes(FirehoseResponse response) {
        return records(response).stream()
                .map(record -> record.getResult()
                        + (record.getData() == null
                                ? ""
                                : ":"
                                        + StandardCharsets.UTF_8.decode(
                                                record.getData().duplicate())))
                .toList();
    }
}
