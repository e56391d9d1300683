package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

/** Events as Lambda's mapping makes them. */
public final class Events {

    private Events() {}

    public static KinesisEvent event(KinesisEventRecord... records) {
        KinesisEvent event = new KinesisEvent();
        event.setRecords(new ArrayList<>(Arrays.asList(records)));
        return event;
    }

    /** A record with the sequence number {@code 1000 + number}. */
    public static KinesisEventRecord record(int number, String partitionKey, byte[] data) {
        KinesisEvent.Record kinesis = new KinesisEvent.Record();
        kinesis.setKinesisSchemaVersion("1.0");
        kinesis.setPartitionKey(partitionKey);
        kinesis.setSequenceNumber(sequenceNumber(number));
        kinesis.setData(ByteBuffer.wrap(data));
        kinesis.setApproximateArrivalTimestamp(Date.from(Instant.ofEpochMilli(1_545_084_650_987L)));
        KinesisEventRecord record = new KinesisEventRecord();
        record.setKinesis(kinesis);
        record.setEventSource("aws:kinesis");
        record.setEventVersion("1.0");
        record.setEventID("shardId-000000000006:" + sequenceNumber(number));
        record.setEventName("aws:kinesis:record");
        record.setInvokeIdentityArn("arn:aws:iam::123456789012:role/lambda-role");
        record.setAwsRegion("us-east-2");
        record.setEventSourceARN("arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream");
        return record;
    }

    public static String sequenceNumber(int number) {
        return Integer.toString(1000 + number);
    }

    public static KinesisEventRecord plain(int number, String text) {
        return record(number, "plain-key", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A record that holds one user record of the key {@code key-TEXT} for each text. */
    public static KinesisEventRecord aggregate(int number, String... texts) {
        return aggregate(
                number,
                Arrays.stream(texts)
                        .map(text -> UserRecord.of("key-" + text, text))
                        .toList());
    }

    public static KinesisEventRecord aggregate(int number, List<UserRecord> records) {
        RecordAggregator aggregator = RecordAggregator.create();
        records.forEach(record -> {
            if (aggregator.addUserRecord(record).isPresent()) {
                throw new AssertionError("more than one aggregate");
            }
        });
        ByteBuffer data = aggregator.clearAndGet().get(0).data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return record(number, "a", bytes);
    }

    /** Magic and digest are right, the message is none. */
    public static byte[] corruptBytes() {
        return framed(new byte[] {0x1a, 0x7f, 1, 2, 3});
    }

    /** A message between magic and digest. */
    public static byte[] framed(byte[] message) {
        ByteBuffer bytes = ByteBuffer.allocate(message.length + 20);
        bytes.put(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2})
                .put(message);
        try {
            bytes.put(MessageDigest.getInstance("MD5").digest(message));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return bytes.array();
    }

    public static KinesisEventRecord corrupt(int number) {
        return record(number, "corrupt-key", corruptBytes());
    }
}
