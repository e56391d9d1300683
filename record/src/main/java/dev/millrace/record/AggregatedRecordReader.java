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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the message of an aggregated record: one pass over its fields, then every index is followed. So tables may
 * come after records, and nothing is handed out unless all of it can be read.
 */
final class AggregatedRecordReader {

    private static final byte[] PIN_TAG_KEY_BYTES = PIN_TAG_KEY.getBytes(StandardCharsets.US_ASCII);

    /** Stands for a varint that is longer. */
    private static final int NONE = 0;

    private final byte[] bytes;
    private final int base;
    private final MessageCursor cursor;
    private final MessageParts parts;
    private final RecordFields fields = new RecordFields();

    private AggregatedRecordReader(RecordBytes record, MessageParts parts) {
        this.bytes = record.array();
        this.base = record.arrayOffset();
        this.cursor = new MessageCursor(bytes, base, MESSAGE_OFFSET, record.messageEnd());
        this.parts = parts;
    }

    /** Fills in the parts of the message in this record, which has the magic. */
    static void read(RecordBytes record, MessageParts parts) throws CorruptMessageException {
        parts.clear();
        new AggregatedRecordReader(record, parts).message();
        parts.resolve(record);
    }

    /** Where a record of a message begins that was read to its end before. */
    static int offsetOf(RecordBytes record, int index) {
        MessageCursor cursor =
                new MessageCursor(record.array(), record.arrayOffset(), MESSAGE_OFFSET, record.messageEnd());
        try {
            for (int before = 0; ; ) {
                int tag = cursor.tag();
                if (tag != RECORDS) {
                    cursor.skip(tag);
                    continue;
                }
                int length = cursor.length();
                if (before++ == index) {
                    return cursor.position();
                }
                cursor.pass(length);
            }
        } catch (CorruptMessageException e) {
            throw new IllegalStateException("a message that was read cannot be read again", e);
        }
    }

    private void message() throws CorruptMessageException {
        while (cursor.hasRemaining()) {
            usualFields();
            if (cursor.hasRemaining()) {
                anyField();
            }
        }
    }

    private void anyField() throws CorruptMessageException {
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

    /** Reads on, without detours, as long as fields look as all known writers write them. */
    private void usualFields() {
        int end = base + cursor.limit();
        int place = base + cursor.position();
        int next = place;
        do {
            place = next;
            if (place < end) {
                byte tag = bytes[place];
                if (tag == RECORDS) {
                    next = usualRecord(place, end);
                } else if (tag == PARTITION_KEY_TABLE) {
                    next = usualPartitionKey(place, end);
                }
            }
        } while (next != place);
        cursor.pass(place - base - cursor.position());
    }

    /**
     * Reads {@code 1A length 08 index [10 index] 1A length data} and says where the next field is; if this is anything
     * else, the same place. Nothing is checked against the end before the data: what is looked at is shorter than
     * the digest that follows the message. The next place hangs on the first length only, so that the processor
     * can be ahead with it.
     */
    private int usualRecord(int place, int limit) {
        int length = shortVarint(place + 1);
        int start = place + 1 + width(length);
        int end = start + value(length);
        int partitionKeyIndex = shortVarint(start + 1);
        int next = start + 1 + width(partitionKeyIndex);
        int hashKeyIndex = MessageParts.NO_HASH_KEY << 2;
        if (bytes[next] == RECORD_HASH_KEY_INDEX) {
            hashKeyIndex = shortVarint(next + 1);
            next += 1 + width(hashKeyIndex);
        }
        int dataLength = shortVarint(next + 1);
        int dataPlace = next + 1 + width(dataLength);
        if (bytes[start] != RECORD_PARTITION_KEY_INDEX
                || bytes[next] != RECORD_DATA
                || dataPlace + value(dataLength) != end
                || end > limit
                || length == NONE
                || partitionKeyIndex == NONE
                || hashKeyIndex == NONE
                || dataLength == NONE) {
            return place;
        }
        parts.addRecord(value(partitionKeyIndex), value(hashKeyIndex), dataPlace - base, value(dataLength));
        return end;
    }

    /** Likewise, an entry of the partition key table. */
    private int usualPartitionKey(int place, int limit) {
        int length = shortVarint(place + 1);
        int start = place + 1 + width(length);
        int end = start + value(length);
        if (length == NONE || end > limit) {
            return place;
        }
        parts.addPartitionKey(start - base, value(length));
        return end;
    }

    /** A varint of at most three bytes with its width, as {@link #value} and {@link #width} take it apart. */
    private int shortVarint(int place) {
        int first = bytes[place];
        if (first >= 0) {
            return first << 2 | 1;
        }
        int second = bytes[place + 1];
        if (second >= 0) {
            return ((first & 0x7F) | second << 7) << 2 | 2;
        }
        int third = bytes[place + 2];
        return third < 0 ? NONE : ((first & 0x7F) | (second & 0x7F) << 7 | third << 14) << 2 | 3;
    }

    private static int value(int shortVarint) {
        return shortVarint >> 2;
    }

    private static int width(int shortVarint) {
        return shortVarint & 3;
    }

    /** Fields of a Record; of a field that is given twice the last one counts. */
    private void record(int length) throws CorruptMessageException {
        int offset = cursor.position();
        int limit = cursor.limit(offset + length);
        fields.clear();
        while (cursor.hasRemaining()) {
            int place = cursor.position();
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
                case RECORD_TAG -> {
                    if (readPinTag()) {
                        fields.pinTag = true;
                    } else if (fields.tagsOffset == 0) {
                        fields.tagsOffset = place;
                    }
                }
                default -> cursor.skip(tag);
            }
        }
        cursor.limit(limit);
        fields.tagsLength = offset + length - fields.tagsOffset;
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
                pin = keyLength == PIN_TAG_KEY_BYTES.length
                        && Arrays.equals(
                                bytes,
                                base + cursor.position(),
                                base + cursor.position() + keyLength,
                                PIN_TAG_KEY_BYTES,
                                0,
                                keyLength);
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
