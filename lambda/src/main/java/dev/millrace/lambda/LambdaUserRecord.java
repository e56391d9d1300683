package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordTag;
import dev.millrace.record.StoredUserRecord;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user record as it came in a Lambda event. Its data are read-only, and a view of the event's bytes.
 *
 * <p>Lambda retries Kinesis records, not user records: one that fails brings back all of its Kinesis record and all
 * behind it. What has an effect outside keeps {@link #idempotencyKey()} with it.
 */
public final class LambdaUserRecord {

    private final KinesisEventRecord enclosing;
    private final @Nullable StoredUserRecord userRecord;
    private final @Nullable String corruptReason;

    private LambdaUserRecord(
            KinesisEventRecord enclosing, @Nullable StoredUserRecord userRecord, @Nullable String corruptReason) {
        this.enclosing = enclosing;
        this.userRecord = userRecord;
        this.corruptReason = corruptReason;
    }

    static LambdaUserRecord plain(KinesisEventRecord enclosing) {
        return new LambdaUserRecord(enclosing, null, null);
    }

    static LambdaUserRecord aggregated(KinesisEventRecord enclosing, StoredUserRecord userRecord) {
        return new LambdaUserRecord(enclosing, userRecord, null);
    }

    static LambdaUserRecord corrupt(KinesisEventRecord enclosing, String reason) {
        return new LambdaUserRecord(enclosing, null, reason);
    }

    public RecordKind kind() {
        if (corruptReason != null) {
            return RecordKind.CORRUPT;
        }
        return userRecord == null ? RecordKind.PLAIN : RecordKind.AGGREGATED;
    }

    /** Whether it came out of an aggregated record. */
    public boolean aggregated() {
        return userRecord != null;
    }

    /** What is wrong with a corrupt record; null for the others. */
    public @Nullable String corruptReason() {
        return corruptReason;
    }

    /** The user record's own partition key; of a plain or corrupt record, the Kinesis record's. */
    public String partitionKey() {
        return userRecord == null ? enclosing.getKinesis().getPartitionKey() : userRecord.partitionKey();
    }

    /** The writer's explicit hash key where an aggregated record tells it, else null. A pin is none. */
    public @Nullable HashKey explicitHashKey() {
        return userRecord == null ? null : userRecord.explicitHashKey();
    }

    /** As {@link #explicitHashKey}, with the digits that are stored, perhaps with leading zeros. */
    @Nullable
    String explicitHashKeyText() {
        return userRecord == null ? null : userRecord.explicitHashKeyText();
    }

    /** Whether the record came in a pinned aggregate, under the common hash key. */
    public boolean pinned() {
        return userRecord != null && userRecord.pinned();
    }

    /** Tags of a user record in an aggregated record, read anew in every call; a plain record has none. */
    public List<RecordTag> tags() {
        return userRecord == null ? List.of() : userRecord.tags();
    }

    /** The payload, a fresh read-only buffer at position 0. */
    public ByteBuffer data() {
        return userRecord == null ? enclosing.getKinesis().getData().slice().asReadOnlyBuffer() : userRecord.data();
    }

    /** Bytes of the payload. */
    public int dataLength() {
        return userRecord == null ? enclosing.getKinesis().getData().remaining() : userRecord.dataLength();
    }

    /** A copy of the payload. */
    public byte[] bytes() {
        byte[] copy = new byte[dataLength()];
        data().get(copy);
        return copy;
    }

    /** The payload read as UTF-8; what is none becomes U+FFFD. */
    public String text() {
        return StandardCharsets.UTF_8.decode(data()).toString();
    }

    /** Of the enclosing Kinesis record, decimal: what a response names when something failed. */
    public String sequenceNumber() {
        return enclosing.getKinesis().getSequenceNumber();
    }

    /** Zero-based index inside an aggregated record; 0 for others. */
    public int subSequenceNumber() {
        return userRecord == null ? 0 : userRecord.subSequenceNumber();
    }

    /**
     * Sequence and sub-sequence number, as {@code 4959…/7}: the same in every delivery of this user record, and no
     * other's in the same stream.
     */
    public String idempotencyKey() {
        return sequenceNumber() + "/" + subSequenceNumber();
    }

    /** When the service stored the Kinesis record; null if the event does not tell. */
    public @Nullable Instant approximateArrival() {
        Date date = enclosing.getKinesis().getApproximateArrivalTimestamp();
        return date == null ? null : date.toInstant();
    }

    /** The shard, as the event's id tells it; null if it does not. */
    public @Nullable String shardId() {
        String id = enclosing.getEventID();
        int colon = id == null ? -1 : id.indexOf(':');
        return colon < 0 ? null : id.substring(0, colon);
    }

    public @Nullable String eventId() {
        return enclosing.getEventID();
    }

    public @Nullable String eventVersion() {
        return enclosing.getEventVersion();
    }

    public @Nullable String eventName() {
        return enclosing.getEventName();
    }

    public @Nullable String eventSource() {
        return enclosing.getEventSource();
    }

    public @Nullable String eventSourceArn() {
        return enclosing.getEventSourceARN();
    }

    public @Nullable String invokeIdentityArn() {
        return enclosing.getInvokeIdentityArn();
    }

    public @Nullable String awsRegion() {
        return enclosing.getAwsRegion();
    }

    public @Nullable String kinesisSchemaVersion() {
        return enclosing.getKinesis().getKinesisSchemaVersion();
    }

    /** The record of the event that it came in. */
    public KinesisEventRecord enclosing() {
        return enclosing;
    }

    /**
     * What was put: the user record for another aggregator or producer, with the writer's own explicit hash key and
     * tags where they are known, without a pin. Its data are this record's view.
     *
     * @throws IllegalArgumentException if the partition key is none that the service takes
     */
    public UserRecord toUserRecord() {
        return userRecord == null ? UserRecord.of(partitionKey(), data()) : userRecord.toUserRecord();
    }

    /**
     * This user record as the JSON dictionary that the aggregation library for Python gives: the event's record, with
     * {@code explicitHashKey} (null if there is none), {@code subSequenceNumber} and {@code aggregated} beside what the
     * event has of {@code kinesis}, and the data of the user record in base64. One shape for all: of a plain record
     * {@code aggregated} is false and {@code subSequenceNumber} 0; a corrupt one has {@code corruptReason} too.
     */
    public String toJson() {
        return UserRecordJson.of(this);
    }

    /** Without the payload. */
    @Override
    public String toString() {
        return "LambdaUserRecord[kind=" + kind() + " partitionKey=" + partitionKey() + " sequenceNumber="
                + sequenceNumber() + " subSequenceNumber=" + subSequenceNumber() + " dataLength=" + dataLength() + "]";
    }
}
