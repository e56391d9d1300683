package dev.millrace.record;

import static dev.millrace.record.AggregatedRecordFormat.PIN_TAG_KEY;
import static dev.millrace.record.AggregatedRecordFormat.RECORD_TAG;
import static dev.millrace.record.AggregatedRecordFormat.TAG_KEY;
import static dev.millrace.record.AggregatedRecordFormat.TAG_VALUE;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a record from its first tag to its end, which was read before, but not made into tags. */
final class StoredTags {

    private final ByteBuffer bytes;
    private final int offset;
    private final int length;

    StoredTags(ByteBuffer bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** All but the mark of a pinned aggregate, in their order. */
    static List<RecordTag> list(@Nullable StoredTags stored) {
        if (stored == null) {
            return List.of();
        }
        try {
            return stored.list();
        } catch (CorruptMessageException e) {
            throw new IllegalStateException("a record that was read cannot be read again", e);
        }
    }

    private List<RecordTag> list() throws CorruptMessageException {
        byte[] array = bytes.hasArray() ? bytes.array() : Text.copy(bytes, offset, length);
        int base = bytes.hasArray() ? bytes.arrayOffset() + offset : 0;
        MessageCursor cursor = new MessageCursor(array, base, 0, length);
        ByteBuffer texts = ByteBuffer.wrap(array);
        List<RecordTag> tags = new ArrayList<>();
        while (cursor.hasRemaining()) {
            int field = cursor.tag();
            if (field == RECORD_TAG) {
                int tagLength = cursor.length();
                int limit = cursor.limit(cursor.position() + tagLength);
                add(tags, cursor, texts, base);
                cursor.limit(limit);
            } else {
                cursor.skip(field);
            }
        }
        return Collections.unmodifiableList(tags);
    }

    /** Of a field that is given twice the last one counts. */
    private static void add(List<RecordTag> tags, MessageCursor cursor, ByteBuffer texts, int base)
            throws CorruptMessageException {
        String key = "";
        String value = null;
        while (cursor.hasRemaining()) {
            int field = cursor.tag();
            if (field == TAG_KEY || field == TAG_VALUE) {
                int textLength = cursor.length();
                String text = Text.utf8(texts, base + cursor.position(), textLength);
                cursor.pass(textLength);
                if (field == TAG_KEY) {
                    key = text;
                } else {
                    value = text;
                }
            } else {
                cursor.skip(field);
            }
        }
        if (!key.equals(PIN_TAG_KEY)) {
            tags.add(new RecordTag(key, value));
        }
    }

    /** The same with bytes of its own. */
    StoredTags copy() {
        return new StoredTags(ByteBuffer.wrap(Text.copy(bytes, offset, length)), 0, length);
    }
}
