package dev.millrace.processor;

import dev.millrace.record.HashKey;
import dev.millrace.record.RecordTag;
import dev.millrace.record.StoredUserRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as it is handed to a {@link RecordProcessor}. Immutable; its data are read-only. */
public final class ReceivedRecord {

    private final KinesisRecord enclosing;
    private final RecordKind kind;
    private final @Nullable StoredUserRecord userRecord;
    private final long subSequenceNumber;
    private final @Nullable String corruptReason;

    private ReceivedRecord(
            KinesisRecord enclosing,
            RecordKind kind,
            @Nullable StoredUserRecord userRecord,
            long subSequenceNumber,
            @Nullable String corruptReason) {
        this.enclosing = enclosing;
        this.kind = kind;
        this.userRecord = userRecord;
        this.subSequenceNumber = subSequenceNumber;
        this.corruptReason = corruptReason;
    }

    static ReceivedRecord plain(KinesisRecord record) {
        return new ReceivedRecord(record, RecordKind.PLAIN, null, 0, null);
    }

    static ReceivedRecord aggregated(KinesisRecord record, StoredUserRecord userRecord) {
        return new ReceivedRecord(record, RecordKind.AGGREGATED, userRecord, userRecord.subSequenceNumber(), null);
    }

    static ReceivedRecord corrupt(KinesisRecord record, String reason) {
        return new ReceivedRecord(record, RecordKind.CORRUPT, null, 0, reason);
    }

    /**
     * A record as a process hands it over that has read the stream and taken apart what it read, and that tells nothing
     * else. So it has no tags and no hash key but that of its partition key, and the first user record of an aggregate
     * counts as plain. One that is still whole because it cannot be read is corrupt here too.
     *
     * @param record with the user record's own partition key and data
     * @param subSequenceNumber index inside the aggregated record; 0 for others
     * @throws IllegalArgumentException if its sequence number is no number or the index is negative
     */
    public static ReceivedRecord opened(KinesisRecord record, long subSequenceNumber) {
        if (!new ExtendedSequenceNumber(record.sequenceNumber(), subSequenceNumber).isNumber()) {
            throw new IllegalArgumentException("sequence number is no decimal number: text=" + record.sequenceNumber());
        }
        String corruptReason = subSequenceNumber == 0 ? record.corruptReason() : null;
        if (corruptReason != null) {
            return corrupt(record, corruptReason);
        }
        RecordKind kind = subSequenceNumber == 0 ? RecordKind.PLAIN : RecordKind.AGGREGATED;
        return new ReceivedRecord(record, kind, null, subSequenceNumber, null);
    }

    public RecordKind kind() {
        return kind;
    }

    /**
     * The Kinesis record that holds it, for who passes it on as it is. Of an {@linkplain #opened opened} record that which
     * it was made of.
     */
    public KinesisRecord enclosing() {
        return enclosing;
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

    /** The payload, in an array of its own. */
    public byte[] bytes() {
        ByteBuffer data = data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    /** The payload as UTF-8; what is none becomes U+FFFD. */
    public String text() {
        return StandardCharsets.UTF_8.decode(data()).toString();
    }

    /**
     * The payload as what a parser of the caller's makes of it, for example with Jackson {@code
     * record.parsed(mapper::readTree)}.
     *
     * @throws IllegalArgumentException if the parser throws; that is the cause
     */
    public <T> T parsed(PayloadParser<T> parser) {
        try {
            return parser.parse(bytes());
        } catch (Exception e) {
            throw new IllegalArgumentException("record cannot be parsed: at=" + extendedSequenceNumber(), e);
        }
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
        return subSequenceNumber;
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
