package dev.millrace.record;

import static dev.millrace.record.AggregatedRecordFormat.FRAME_LENGTH;
import static dev.millrace.record.AggregatedRecordFormat.HASH_KEY_TABLE;
import static dev.millrace.record.AggregatedRecordFormat.MAGIC;
import static dev.millrace.record.AggregatedRecordFormat.MAGIC_LENGTH;
import static dev.millrace.record.AggregatedRecordFormat.PARTITION_KEY_TABLE;
import static dev.millrace.record.AggregatedRecordFormat.PIN_TAG_KEY;
import static dev.millrace.record.AggregatedRecordFormat.RECORDS;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_DATA;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_HASH_KEY_INDEX;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_PARTITION_KEY_INDEX;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_TAG;
import static dev.millrace.record.AggregatedRecordFormat.TAG_KEY;
import static dev.millrace.record.AggregatedRecordFormat.fieldLength;
import static dev.millrace.record.AggregatedRecordFormat.varintLength;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An aggregated record that still takes user records, and the writer of the format.
 *
 * <p>The three parts of the message grow side by side, already encoded, so that the size is known exactly at any
 * time and sealing is one concatenation and one digest.
 *
 * <pre>
 *  partitionKeys   0A len key, for each distinct key in order of first use
 *  hashKeys        12 len decimal, likewise; in a pinned aggregate entry 0 is the pin
 *  records         1A len { 08 index [10 index] 1A len data [22 05 0A 03 'p' 'i' 'n'] tags }
 *  tags            22 len { 0A len key [12 len value] }, for each tag of the caller's
 * </pre>
 */
final class OpenAggregate {

    /** What the user records of the aggregate have in common. */
    enum Kind {
        /** The pin; marked. */
        PINNED,
        /** An explicit hash key of the caller's; not marked. */
        OWN_HASH_KEY,
        /** Nothing: as the KPL writes them. */
        KPL
    }

    /** The KPL's outer partition key; only its explicit hash key says where the aggregate goes. */
    private static final String KPL_OUTER_PARTITION_KEY = "a";

    private static final int NO_INDEX = -1;
    private static final RecordDeaggregator UNVERIFIED =
            RecordDeaggregator.builder().verifyDigest(false).build();
    private static final byte[] PIN_TAG = pinTag();
    private static final int PIN_TAG_LENGTH = fieldLength(PIN_TAG.length);

    private final Kind kind;
    private final boolean frameLoneRecord;
    private final MessageBytes partitionKeys = new MessageBytes();
    private final MessageBytes hashKeys = new MessageBytes();
    private final MessageBytes records;
    private final KeyIndexes<String> partitionKeyIndexes = new KeyIndexes<>();
    private final KeyIndexes<HashKey> hashKeyIndexes = new KeyIndexes<>();

    private final UserRecord first;
    private final String outerPartitionKey;
    private final HashKey outerHashKey;
    private final int outerKeyLength;
    private final int firstDataLength;
    private int firstDataOffset;
    private final boolean firstNeedsFrame;
    private HashKeyRange hashKeyRange;
    private int count;

    /**
     * An aggregate that holds this first user record.
     *
     * @param expectedLength of all user records that will be in it, in bytes; any guess will do
     */
    OpenAggregate(Kind kind, UserRecord first, boolean frameLoneRecord, int expectedLength) {
        this.kind = kind;
        this.records = new MessageBytes(expectedLength + expectedLength / 16);
        this.frameLoneRecord = frameLoneRecord;
        // Its payload is copied below; only the keys are looked at later.
        this.first = UserRecord.of(first.partitionKey(), first.explicitHashKey(), new byte[0]);
        this.outerPartitionKey = kind == Kind.KPL ? KPL_OUTER_PARTITION_KEY : first.partitionKey();
        this.outerKeyLength = PartitionKey.utf8Length(outerPartitionKey);
        this.outerHashKey = kind == Kind.PINNED ? HashKey.ofPartitionKey(first.partitionKey()) : first.hashKey();
        this.firstDataLength = first.dataLength();
        this.firstNeedsFrame = needsFrame(first);
        this.hashKeyRange = HashKeyRange.only(outerHashKey);
        if (kind == Kind.PINNED) {
            hashKeys.field(HASH_KEY_TABLE, outerHashKey.toString().getBytes(StandardCharsets.US_ASCII));
        }
        write(first, NO_INDEX, first.explicitHashKey() == null ? sharedHashKeyIndex() : NO_INDEX);
    }

    /** A plain record can carry no tags, and must not read as an aggregated record. */
    private static boolean needsFrame(UserRecord record) {
        return record.tagFields().length > 0 || RecordDeaggregator.readsAsAggregate(record.data());
    }

    /** Bytes of a put that carries this user record alone: data and outer partition key. */
    static long putSizeAlone(Kind kind, UserRecord record, boolean frameLoneRecord) {
        if (!frameLoneRecord && !needsFrame(record)) {
            return record.sizeBytes();
        }
        int keyLength = record.partitionKeyUtf8().length;
        HashKey own = record.explicitHashKey();
        int tables = fieldLength(keyLength);
        long fields = 2L + fieldLength((long) record.dataLength()) + record.tagFields().length;
        if (kind == Kind.PINNED) {
            tables += fieldLength(
                    HashKey.ofPartitionKey(record.partitionKey()).toString().length());
            fields += PIN_TAG_LENGTH + 2;
        }
        if (own != null) {
            tables += fieldLength(own.toString().length());
            fields += kind == Kind.PINNED ? 0 : 2;
        }
        int outerKeyLength = kind == Kind.KPL ? KPL_OUTER_PARTITION_KEY.length() : keyLength;
        return FRAME_LENGTH + tables + fieldLength(fields) + outerKeyLength;
    }

    /** Adds the user record, or leaves everything as it is and returns false if the put would become too large. */
    boolean add(UserRecord record, int maxPutSizeBytes) {
        int keyIndex = partitionKeyIndexes.indexOf(record.partitionKey());
        HashKey own = record.explicitHashKey();
        int hashKeyIndex = own == null ? sharedHashKeyIndex() : ownHashKeyIndex(own);
        if (putSizeWith(record, keyIndex, hashKeyIndex) > maxPutSizeBytes) {
            return false;
        }
        write(record, keyIndex, hashKeyIndex);
        return true;
    }

    int userRecordCount() {
        return count;
    }

    /** The hash key that all user records share; meaningless in KPL layout. */
    HashKey outerHashKey() {
        return outerHashKey;
    }

    /** Bytes of its user records without their keys. */
    int recordsLength() {
        return records.length();
    }

    /** Bytes of the data that {@link #seal} builds. */
    int sizeBytes() {
        return isPlain() ? firstDataLength : FRAME_LENGTH + messageLength();
    }

    /** What each is on the wire, in order; digested together. */
    static List<AggregatedRecord> seal(List<OpenAggregate> all) {
        if (!Md5Batch.isWorth(all.size())) {
            return all.stream().map(OpenAggregate::seal).toList();
        }
        List<AggregatedRecord> sealed = new ArrayList<>(all.size());
        Md5Batch batch = Md5Batch.empty();
        for (OpenAggregate aggregate : all) {
            if (aggregate.isPlain()) {
                sealed.add(aggregate.plain());
            } else {
                byte[] data = aggregate.framed();
                batch.messages().add(data, MAGIC_LENGTH, aggregate.messageLength());
                sealed.add(aggregate.aggregated(data));
            }
        }
        batch.digest();
        for (int i = 0; i < batch.messages().count(); i++) {
            batch.messages().writeBehind(i);
        }
        batch.messages().clear();
        return sealed;
    }

    /** What it is on the wire. */
    AggregatedRecord seal() {
        if (isPlain()) {
            return plain();
        }
        byte[] data = framed();
        Md5.digest(data, MAGIC_LENGTH, messageLength(), MAGIC_LENGTH + messageLength());
        return aggregated(data);
    }

    private AggregatedRecord plain() {
        byte[] data = Arrays.copyOfRange(records.toArray(), firstDataOffset, firstDataOffset + firstDataLength);
        HashKey explicit = kind == Kind.KPL ? first.hashKey() : first.explicitHashKey();
        return new AggregatedRecord(
                first.partitionKey(), explicit, data, count, false, HashKeyRange.only(first.hashKey()));
    }

    private AggregatedRecord aggregated(byte[] data) {
        return new AggregatedRecord(outerPartitionKey, outerHashKey, data, count, true, hashKeyRange);
    }

    /** The user records, as they were given. */
    List<UserRecord> userRecords() {
        Deaggregation read = UNVERIFIED.deaggregate(framed());
        return ((Deaggregation.Aggregated) read)
                .userRecords().stream().map(StoredUserRecord::toUserRecord).toList();
    }

    /** All but the digest, for which there is room. */
    private byte[] framed() {
        byte[] data = new byte[FRAME_LENGTH + messageLength()];
        ByteBuffer target = ByteBuffer.wrap(data);
        target.putInt(MAGIC);
        partitionKeys.appendTo(target);
        hashKeys.appendTo(target);
        records.appendTo(target);
        return data;
    }

    private boolean isPlain() {
        return count == 1 && !frameLoneRecord && !firstNeedsFrame;
    }

    private int messageLength() {
        return partitionKeys.length() + hashKeys.length() + records.length();
    }

    /** Indexes of keys that are not in their table yet are negative. */
    private long putSizeWith(UserRecord record, int keyIndex, int hashKeyIndex) {
        int growth = keyIndex < 0 ? fieldLength(record.partitionKeyUtf8().length) : 0;
        long fields = 1L + varintLength(keyIndex < 0 ? partitionKeyIndexes.count() : keyIndex);
        HashKey own = record.explicitHashKey();
        if (own != null && hashKeyIndex < 0) {
            growth += fieldLength(own.toString().length());
            fields += 1 + varintLength(nextHashKeyIndex());
        } else if (hashKeyIndex >= 0) {
            fields += 1 + varintLength(hashKeyIndex);
        }
        fields += fieldLength((long) record.dataLength()) + record.tagFields().length;
        return FRAME_LENGTH + messageLength() + growth + fieldLength(fields) + outerKeyLength;
    }

    private void write(UserRecord record, int knownKeyIndex, int knownHashKeyIndex) {
        HashKey own = record.explicitHashKey();
        // A partition key that is known has widened the range already, unless it came with an explicit hash key.
        if (kind == Kind.KPL && (own != null || knownKeyIndex < 0 || hashKeyIndexes.count() > 0)) {
            hashKeyRange = hashKeyRange.including(record.hashKey());
        }
        int keyIndex = knownKeyIndex < 0 ? addPartitionKey(record) : knownKeyIndex;
        int hashKeyIndex = own != null && knownHashKeyIndex < 0 ? addHashKey(own) : knownHashKeyIndex;
        boolean marked = kind == Kind.PINNED && count == 0;
        int fields = 1
                + varintLength(keyIndex)
                + (hashKeyIndex < 0 ? 0 : 1 + varintLength(hashKeyIndex))
                + fieldLength(record.dataLength())
                + (marked ? PIN_TAG_LENGTH : 0)
                + record.tagFields().length;
        records.varint(RECORDS);
        records.varint(fields);
        records.varint(RECORD_PARTITION_KEY_INDEX);
        records.varint(keyIndex);
        if (hashKeyIndex >= 0) {
            records.varint(RECORD_HASH_KEY_INDEX);
            records.varint(hashKeyIndex);
        }
        records.varint(RECORD_DATA);
        records.varint(record.dataLength());
        record.writeData(records);
        if (count == 0) {
            firstDataOffset = records.length() - firstDataLength;
        }
        if (marked) {
            records.field(RECORD_TAG, PIN_TAG);
        }
        if (record.tagFields().length > 0) {
            records.bytes(record.tagFields(), 0, record.tagFields().length);
        }
        count++;
    }

    /** Of a record without an own explicit hash key; negative if it gets none. */
    private int sharedHashKeyIndex() {
        return kind == Kind.PINNED ? AggregatedRecordFormat.PIN_INDEX : NO_INDEX;
    }

    private int addPartitionKey(UserRecord record) {
        int index = partitionKeyIndexes.count();
        partitionKeys.field(PARTITION_KEY_TABLE, record.partitionKeyUtf8());
        partitionKeyIndexes.add(record.partitionKey());
        return index;
    }

    /** Negative if it is not in the table. */
    private int ownHashKeyIndex(HashKey own) {
        int index = hashKeyIndexes.indexOf(own);
        return index < 0 ? NO_INDEX : index + hashKeysOfNoOne();
    }

    private int addHashKey(HashKey own) {
        int index = nextHashKeyIndex();
        hashKeys.field(HASH_KEY_TABLE, own.toString().getBytes(StandardCharsets.US_ASCII));
        hashKeyIndexes.add(own);
        return index;
    }

    private int nextHashKeyIndex() {
        return hashKeyIndexes.count() + hashKeysOfNoOne();
    }

    /** In a pinned aggregate entry 0 is the pin and no one's own. */
    private int hashKeysOfNoOne() {
        return kind == Kind.PINNED ? 1 : 0;
    }

    private static byte[] pinTag() {
        MessageBytes tag = new MessageBytes();
        tag.field(TAG_KEY, PIN_TAG_KEY.getBytes(StandardCharsets.US_ASCII));
        return tag.toArray();
    }
}
