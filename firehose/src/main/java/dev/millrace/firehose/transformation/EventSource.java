package dev.millrace.firehose.transformation;

import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseEventRecord;
import dev.millrace.lambda.firehose.FirehoseSourceMetadata;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of records.
 *
 * @param deliveryStreamArn of the delivery stream; events name its region
 * @param streamArn of the Kinesis stream; null if records are put
 */
public record EventSource(
        String deliveryStreamArn, @Nullable String streamArn) {

    private static final int REGION = 3;
    private static final int ACCOUNT = 4;

    public EventSource {
        parts(deliveryStreamArn);
    }

    /**
     * A delivery stream that reads a stream.
     *
     * @param stream its name or ARN; one that is named is where the delivery stream is
     */
    public static EventSource ofStream(String deliveryStreamArn, String stream) {
        String[] parts = parts(deliveryStreamArn);
        String arn = stream.startsWith("arn:")
                ? stream
                : "arn:" + parts[1] + ":kinesis:" + parts[REGION] + ":" + parts[ACCOUNT] + ":stream/" + stream;
        return new EventSource(deliveryStreamArn, arn);
    }

    private static String[] parts(String arn) {
        String[] parts = Objects.requireNonNull(arn, "arn").split(":", -1);
        if (parts.length < ACCOUNT + 2 || !parts[0].equals("arn")) {
            throw new IllegalArgumentException(
                    "no ARN of a delivery stream: " + arn + " (arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME)");
        }
        return parts;
    }

    FirehoseEvent event(String invocationId, List<SourceRecord> records) {
        FirehoseEvent event = new FirehoseEvent();
        event.setInvocationId(invocationId);
        event.setDeliveryStreamArn(deliveryStreamArn);
        event.setSourceKinesisStreamArn(streamArn);
        event.setRegion(parts(deliveryStreamArn)[REGION]);
        List<FirehoseEventRecord> entries = new ArrayList<>(records.size());
        for (SourceRecord record : records) {
            entries.add(entry(recordId(invocationId, entries.size()), record));
        }
        event.setRecords(entries);
        return event;
    }

    static String recordId(String invocationId, int index) {
        return invocationId + "-" + index;
    }

    private static FirehoseEventRecord entry(String recordId, SourceRecord record) {
        FirehoseEventRecord entry = new FirehoseEventRecord();
        entry.setRecordId(recordId);
        entry.setApproximateArrivalTimestamp(record.arrival().toEpochMilli());
        entry.setData(writable(record.data()));
        SourcePlace place = record.place();
        if (place != null) {
            FirehoseSourceMetadata metadata = new FirehoseSourceMetadata();
            metadata.setSequenceNumber(place.number().sequenceNumber());
            metadata.setSubsequenceNumber(Long.toString(place.number().subSequenceNumber()));
            metadata.setPartitionKey(place.partitionKey());
            metadata.setShardId(place.shardId());
            metadata.setApproximateArrivalTimestamp(record.arrival().toEpochMilli());
            entry.setKinesisRecordMetadata(metadata);
        }
        return entry;
    }

    /** Functions may call {@code array()}, as they can in Lambda. */
    private static ByteBuffer writable(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
