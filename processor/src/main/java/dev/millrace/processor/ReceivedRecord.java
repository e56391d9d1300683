package dev.millrace.processor;

import dev.millrace.record.HashKey;
import dev.millrace.record.RecordTag;
import dev.millrace.record.StoredUserRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as it is handed to a {@link RecordProcessor}. Immutable; its data are read-only. */
public final class ReceivedRecord {

    private final KinesisRecord enclosing;
    private final RecordKind kind;
    private final @Nullable StoredUserRecord userRecord;
    private final @Nullable String corruptReason;

    private ReceivedRecord(
            KinesisRecord enclosing,
            RecordKind kind,
            @Nullable StoredUserRecord userRecord,
            @Nullable String corruptReason) {
        this.enclosing = enclosing;
        this.kind = kind;
        this.userRecord = userRecord;
        this.corruptReason = corruptReason;
    }

    static ReceivedRecord plain(KinesisRecord record) {
        return new ReceivedRecord(record, RecordKind.PLAIN, null, null);
    }

    static ReceivedRecord aggregated(KinesisRecord record, StoredUserRecord userRecord) {
        return new ReceivedRecord(record, RecordKind.AGGREGATED, userRecord, null);
    }

    static ReceivedRecord corrupt(KinesisRecord record, String reason) {
        return new ReceivedRecord(record, RecordKind.CORRUPT, null, reason);
    }

    public RecordKind kind() {
        return kind;
    }

    /** The user record's own partition key; of a plain or corrupt record, the Kinesis record's. */
    public String partitionKey() {
        return userRecord == null ? enclosing.partitionKey() : userRecord.partitionKey();
    }

    /** The writer's explicit hash key where an aggregated record tells it, else null. A pin is none. */
    public @Nullable HashKey explicitHashKey() {
        return userRecord == null ? null : userRecord.explicitHashKey();
    }

    /**
     * Of a user record of an aggregate, the hash key that the aggregate has for it: the pin, the writer's explicit one, or
     * that of its partition key. Of others that of the partition key: readers are not told an explicit one.
     */
    public HashKey hashKey() {
        return userRecord == null ? HashKey.ofPartitionKey(enclosing.partitionKey()) : userRecord.hashKey();
    }

    /** Whether the record came in a pinned aggregate, under the common hash key. */
    public boolean pinned() {
        return userRecord != null && userRecord.pinned();
    }

    /** Tags of a user record in an aggregated record, read anew in every call; a plain record has none. */
    public List<RecordTag> tags() {
        return userRecord == null ? List.of() : userRecord.tags();
    }

    /** The payload, a fresh read-only buffer at position 0. It shares memory with the records around it. */
    public ByteBuffer data() {
        return userRecord == null ? enclosing.data() : userRecord.data();
    }

    /** What is wrong with a corrupt record; null for the others. */
    public @Nullable String corruptReason() {
        return corruptReason;
    }

    /** Of the enclosing Kinesis record. */
    public String sequenceNumber() {
        return enclosing.sequenceNumber();
    }

    /** Zero-based index inside an aggregated record; 0 for others. */
    public long subSequenceNumber() {
        return userRecord == null ? 0 : userRecord.subSequenceNumber();
    }

    public ExtendedSequenceNumber extendedSequenceNumber() {
        return new ExtendedSequenceNumber(sequenceNumber(), subSequenceNumber());
    }

    /** When the service stored the enclosing Kinesis record. */
    public Instant approximateArrival() {
        return enclosing.approximateArrival();
    }

    @Override
    public String toString() {
        return "ReceivedRecord[kind=" + kind + " partitionKey=" + partitionKey() + " at=" + extendedSequenceNumber()
                + "]";
    }
}
