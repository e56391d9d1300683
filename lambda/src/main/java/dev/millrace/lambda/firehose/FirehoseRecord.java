package dev.millrace.lambda.firehose;

import dev.millrace.lambda.json.Json;
import dev.millrace.record.StoredUserRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record to be transformed: one of the event's, or a user record out of an aggregated record that somebody put
 * straight to Firehose.
 */
public final class FirehoseRecord {

    private final FirehoseEvent event;
    private final FirehoseEventRecord source;
    private final @Nullable StoredUserRecord userRecord;
    private final ByteBuffer data;

    private FirehoseRecord(
            FirehoseEvent event, FirehoseEventRecord source, @Nullable StoredUserRecord userRecord, ByteBuffer data) {
        this.event = event;
        this.source = source;
        this.userRecord = userRecord;
        this.data = data.slice().asReadOnlyBuffer();
    }

    static FirehoseRecord of(FirehoseEvent event, FirehoseEventRecord source, ByteBuffer data) {
        return new FirehoseRecord(event, source, null, data);
    }

    /** A user record out of this record. */
    FirehoseRecord part(StoredUserRecord part) {
        return new FirehoseRecord(event, source, part, part.data());
    }

    /** The id in the event; user records of one aggregated record share it. */
    public String recordId() {
        String id = source.getRecordId();
        return id == null ? "" : id;
    }

    /** When Firehose, or the stream that it reads, got the record; null if the event does not tell. */
    public @Nullable Instant approximateArrival() {
        Object time = source.getApproximateArrivalTimestamp();
        return ArrivalTime.parse(time == null ? arrivalAtSource() : time);
    }

    private @Nullable Object arrivalAtSource() {
        FirehoseSourceMetadata metadata = metadata();
        if (metadata != null) {
            return metadata.getApproximateArrivalTimestamp();
        }
        MskRecordMetadata msk = source.getMskRecordMetadata();
        return msk == null ? null : msk.getApproximateArrivalTimestamp();
    }

    /** The payload, a fresh read-only buffer at position 0. */
    public ByteBuffer data() {
        return data.duplicate();
    }

    /** Bytes of the payload. */
    public int dataLength() {
        return data.limit();
    }

    /** A copy of the payload. */
    public byte[] bytes() {
        byte[] copy = new byte[data.limit()];
        data().get(copy);
        return copy;
    }

    /** The payload read as UTF-8; what is none becomes U+FFFD. */
    public String text() {
        return StandardCharsets.UTF_8.decode(data()).toString();
    }

    /**
     * The payload read as JSON, in the types of {@link Json}.
     *
     * @throws dev.millrace.lambda.json.JsonException if it is none
     */
    public @Nullable Object json() {
        return Json.read(data());
    }

    /** The user record's partition key, or that of the Kinesis record, or null if there is neither. */
    public @Nullable String partitionKey() {
        FirehoseSourceMetadata metadata = metadata();
        return userRecord != null ? userRecord.partitionKey() : metadata == null ? null : metadata.getPartitionKey();
    }

    /** The user record that this is, if it came out of an aggregated record here; Firehose opens those of streams. */
    public @Nullable StoredUserRecord userRecord() {
        return userRecord;
    }

    /** Of the Kinesis record, if there is one. */
    public @Nullable String sequenceNumber() {
        FirehoseSourceMetadata metadata = metadata();
        return metadata == null ? null : metadata.getSequenceNumber();
    }

    /** What the event says of the source: of a Kinesis stream, or of Analytics' source; null for Direct PUT and MSK. */
    public @Nullable FirehoseSourceMetadata metadata() {
        if (source.getKinesisRecordMetadata() != null) {
            return source.getKinesisRecordMetadata();
        }
        return source.getKinesisStreamRecordMetadata() != null
                ? source.getKinesisStreamRecordMetadata()
                : source.getKinesisFirehoseRecordMetadata();
    }

    /** The record of the event. */
    public FirehoseEventRecord source() {
        return source;
    }

    /** The event that it came in. */
    public FirehoseEvent event() {
        return event;
    }

    /** Without the payload. */
    @Override
    public String toString() {
        return "FirehoseRecord[recordId=" + recordId() + " partitionKey=" + partitionKey() + " dataLength="
                + data.limit()
                + (userRecord == null ? "" : " subSequenceNumber=" + userRecord.subSequenceNumber()) + "]";
    }
}
