package dev.millrace.record;

import static dev.millrace.record.AggregatedRecordFormat.DIGEST_LENGTH;
import static dev.millrace.record.AggregatedRecordFormat.FRAME_LENGTH;
import static dev.millrace.record.AggregatedRecordFormat.HASH_KEY_TABLE;
import static dev.millrace.record.AggregatedRecordFormat.MAGIC;
import static dev.millrace.record.AggregatedRecordFormat.MESSAGE_OFFSET;
import static dev.millrace.record.AggregatedRecordFormat.PARTITION_KEY_TABLE;
import static dev.millrace.record.AggregatedRecordFormat.PIN_INDEX;
import static dev.millrace.record.AggregatedRecordFormat.PIN_TAG_KEY;
import static dev.millrace.record.AggregatedRecordFormat.RECORDS;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_DATA;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_HASH_KEY_INDEX;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_PARTITION_KEY_INDEX;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_TAG;
import static dev.millrace.record.AggregatedRecordFormat.TAG_KEY;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Kinesis record. First every part of the message is found and measured, then every index is followed; so
 * tables may come after records, and nothing is handed out unless all of it can be read.
 */
final class AggregatedRecordReader {

    private static final byte[] PIN_TAG_KEY_BYTES = PIN_TAG_KEY.getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer bytes;
    private final MessageCursor cursor;
    private final IntList partitionKeyOffsets = new IntList();
    private final IntList partitionKeyLengths = new IntList();
    private final IntList hashKeyOffsets = new IntList();
    private final IntList hashKeyLengths = new IntList();

    /** Bounds of each record's message; its fields are read when the tables are complete. */
    private final IntList recordOffsets = new IntList();

    private final IntList recordEnds = new IntList();

    private AggregatedRecordReader(ByteBuffer bytes) {
        this.bytes = bytes;
        this.cursor = new MessageCursor(bytes, MESSAGE_OFFSET, bytes.limit() - DIGEST_LENGTH);
    }

    static Deaggregation read(ByteBuffer data) {
        ByteBuffer bytes = data.slice().asReadOnlyBuffer();
        if (!isFramed(bytes)) {
            return new Deaggregation.Plain(bytes);
        }
        try {
            return new AggregatedRecordReader(bytes).message();
        } catch (CorruptMessageException e) {
            return new Deaggregation.Corrupt(bytes, e.reason(), e.offset());
        }
    }

    /** Whether magic bytes and digest match and there is a message between them. Position must be 0. */
    static boolean isFramed(ByteBuffer bytes) {
        int length = bytes.limit();
        if (length <= FRAME_LENGTH || bytes.getInt(0) != MAGIC) {
            return false;
        }
        ByteBuffer message = bytes.duplicate();
        message.limit(length - DIGEST_LENGTH).position(MESSAGE_OFFSET);
        ByteBuffer digest = bytes.duplicate();
        digest.position(length - DIGEST_LENGTH);
        return digest.equals(ByteBuffer.wrap(Md5.digest(message)));
    }

    private Deaggregation message() throws CorruptMessageException {
        while (cursor.hasRemaining()) {
            int tag = cursor.tag();
            switch (tag) {
                case PARTITION_KEY_TABLE -> extent(partitionKeyOffsets, partitionKeyLengths);
                case HASH_KEY_TABLE -> extent(hashKeyOffsets, hashKeyLengths);
                case RECORDS -> {
                    int length = cursor.length();
                    recordOffsets.add(cursor.position());
                    cursor.position(cursor.position() + length);
                    recordEnds.add(cursor.position());
                }
                default -> cursor.skip(tag);
            }
        }
        return records();
    }

    private void extent(IntList offsets, IntList lengths) throws CorruptMessageException {
        int length = cursor.length();
        offsets.add(cursor.position());
        lengths.add(length);
        cursor.position(cursor.position() + length);
    }

    private Deaggregation records() throws CorruptMessageException {
        TableKey[] partitionKeys = new TableKey[partitionKeyOffsets.count()];
        @Nullable TableHashKey[] hashKeys = new TableHashKey[hashKeyOffsets.count()];
        List<StoredUserRecord> userRecords = new ArrayList<>(recordOffsets.count());
        boolean marked = false;
        for (int i = 0; i < recordOffsets.count(); i++) {
            RecordFields fields = recordFields(recordOffsets.get(i), recordEnds.get(i));
            if (i == 0) {
                marked = fields.pinTag;
            }
            TableKey partitionKey = partitionKey(partitionKeys, fields);
            TableHashKey hashKey = fields.hasHashKeyIndex ? hashKey(hashKeys, fields) : null;
            boolean pinned = marked && fields.hasHashKeyIndex && fields.hashKeyIndex == PIN_INDEX;
            ByteBuffer data = bytes.slice(fields.dataOffset, fields.dataLength);
            userRecords.add(new StoredUserRecord(partitionKey, hashKey, pinned, data, i));
        }
        return new Deaggregation.Aggregated(Collections.unmodifiableList(userRecords), marked);
    }

    private TableKey partitionKey(@Nullable TableKey[] table, RecordFields fields) throws CorruptMessageException {
        int index = tableIndex(fields.partitionKeyIndex, table.length, "partition key", fields.offset);
        TableKey key = table[index];
        if (key == null) {
            key = new TableKey(bytes.slice(partitionKeyOffsets.get(index), partitionKeyLengths.get(index)));
            table[index] = key;
        }
        return key;
    }

    private TableHashKey hashKey(@Nullable TableHashKey[] table, RecordFields fields) throws CorruptMessageException {
        int index = tableIndex(fields.hashKeyIndex, table.length, "explicit hash key", fields.offset);
        TableHashKey key = table[index];
        if (key == null) {
            int offset = hashKeyOffsets.get(index);
            String text = StandardCharsets.ISO_8859_1
                    .decode(bytes.slice(offset, hashKeyLengths.get(index)))
                    .toString();
            HashKey value = HashKey.parseOrNull(text);
            if (value == null) {
                throw new CorruptMessageException("explicit hash key is no number from 0 to 2^128-1", offset);
            }
            key = new TableHashKey(text, value);
            table[index] = key;
        }
        return key;
    }

    private static int tableIndex(long index, int count, String table, int offset) throws CorruptMessageException {
        if (index < 0 || index >= count) {
            throw new CorruptMessageException(
                    table + " index without entry: index=" + Long.toUnsignedString(index) + " entries=" + count,
                    offset);
        }
        return (int) index;
    }

    /** Fields of a Record; of a field that is given twice the last one counts. */
    private RecordFields recordFields(int offset, int end) throws CorruptMessageException {
        RecordFields fields = new RecordFields(offset);
        cursor.position(offset);
        int limit = cursor.limit(end);
        while (cursor.hasRemaining()) {
            int tag = cursor.tag();
            switch (tag) {
                case RECORD_PARTITION_KEY_INDEX -> {
                    fields.partitionKeyIndex = cursor.varint();
                    fields.hasPartitionKeyIndex = true;
                }
                case RECORD_HASH_KEY_INDEX -> {
                    fields.hashKeyIndex = cursor.varint();
                    fields.hasHashKeyIndex = true;
                }
                case RECORD_DATA -> {
                    fields.dataLength = cursor.length();
                    fields.dataOffset = cursor.position();
                    fields.hasData = true;
                    cursor.position(fields.dataOffset + fields.dataLength);
                }
                case RECORD_TAG -> fields.pinTag |= readPinTag();
                default -> cursor.skip(tag);
            }
        }
        cursor.limit(limit);
        if (!fields.hasPartitionKeyIndex) {
            throw new CorruptMessageException("record without partition key index", offset);
        }
        if (!fields.hasData) {
            throw new CorruptMessageException("record without data", offset);
        }
        return fields;
    }

    /** Reads a Tag; true if it is the mark of a pinned aggregate. */
    private boolean readPinTag() throws CorruptMessageException {
        int length = cursor.length();
        int offset = cursor.position();
        int limit = cursor.limit(offset + length);
        boolean hasKey = false;
        boolean pin = false;
        while (cursor.hasRemaining()) {
            int tag = cursor.tag();
            if (tag == TAG_KEY) {
                int keyLength = cursor.length();
                hasKey = true;
                pin = bytes.slice(cursor.position(), keyLength).equals(ByteBuffer.wrap(PIN_TAG_KEY_BYTES));
                cursor.position(cursor.position() + keyLength);
            } else {
                cursor.skip(tag);
            }
        }
        cursor.limit(limit);
        if (!hasKey) {
            throw new CorruptMessageException("tag without key", offset);
        }
        return pin;
    }

    /** What one Record says, before its indexes are followed. */
    private static final class RecordFields {
        final int offset;
        boolean hasPartitionKeyIndex;
        long partitionKeyIndex;
        boolean hasHashKeyIndex;
        long hashKeyIndex;
        boolean hasData;
        int dataOffset;
        int dataLength;
        boolean pinTag;

        RecordFields(int offset) {
            this.offset = offset;
        }
    }
}
