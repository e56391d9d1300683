package dev.millrace.record;

import static dev.millrace.record.AggregatedRecordFormat.HASH_KEY_TABLE;
import static dev.millrace.record.AggregatedRecordFormat.MESSAGE_OFFSET;
import static dev.millrace.record.AggregatedRecordFormat.PARTITION_KEY_TABLE;
import static dev.millrace.record.AggregatedRecordFormat.PIN_TAG_KEY;
import static dev.millrace.record.AggregatedRecordFormat.RECORDS;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_DATA;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_HASH_KEY_INDEX;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_PARTITION_KEY_INDEX;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_TAG;
import static dev.millrace.record.AggregatedRecordFormat.TAG_KEY;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the message of an aggregated record: one pass over its fields, then every index is followed. So tables may
 * come after records, and nothing is handed out unless all of it can be read.
 */
final class AggregatedRecordReader {

    private static final ByteBuffer PIN_TAG_KEY_BYTES =
            ByteBuffer.wrap(PIN_TAG_KEY.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();

    private final ByteBuffer bytes;
    private final MessageCursor cursor;
    private final MessageParts parts;
    private final RecordFields fields = new RecordFields();

    private AggregatedRecordReader(ByteBuffer bytes, MessageParts parts) {
        this.bytes = bytes;
        this.cursor = new MessageCursor(bytes, MESSAGE_OFFSET, AggregatedRecordFrame.messageEnd(bytes));
        this.parts = parts;
    }

    /** Fills in the parts of the message in these framed bytes. */
    static void read(ByteBuffer bytes, MessageParts parts) throws CorruptMessageException {
        parts.clear();
        new AggregatedRecordReader(bytes, parts).message();
        parts.resolve(bytes);
    }

    private void message() throws CorruptMessageException {
        while (cursor.hasRemaining()) {
            int tag = cursor.tag();
            switch (tag) {
                case RECORDS -> record(cursor.length());
                case PARTITION_KEY_TABLE -> {
                    int length = cursor.length();
                    parts.addPartitionKey(cursor.position(), length);
                    cursor.pass(length);
                }
                case HASH_KEY_TABLE -> {
                    int length = cursor.length();
                    parts.addHashKey(cursor.position(), length);
                    cursor.pass(length);
                }
                default -> cursor.skip(tag);
            }
        }
    }

    /** Fields of a Record; of a field that is given twice the last one counts. */
    private void record(int length) throws CorruptMessageException {
        int offset = cursor.position();
        int limit = cursor.limit(offset + length);
        fields.clear();
        while (cursor.hasRemaining()) {
            int tag = cursor.tag();
            switch (tag) {
                case RECORD_PARTITION_KEY_INDEX -> {
                    fields.partitionKeyIndex = cursor.index();
                    fields.hasPartitionKeyIndex = true;
                }
                case RECORD_HASH_KEY_INDEX -> {
                    fields.hashKeyIndex = cursor.index();
                    fields.hasHashKeyIndex = true;
                }
                case RECORD_DATA -> {
                    fields.dataLength = cursor.length();
                    fields.dataOffset = cursor.position();
                    fields.hasData = true;
                    cursor.pass(fields.dataLength);
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
        parts.addRecord(fields);
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
                pin = keyLength == PIN_TAG_KEY_BYTES.limit()
                        && bytes.slice(cursor.position(), keyLength).equals(PIN_TAG_KEY_BYTES);
                cursor.pass(keyLength);
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
}
