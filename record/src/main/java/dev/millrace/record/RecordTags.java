package dev.millrace.record;

import static dev.millrace.record.AggregatedRecordFormat.RECORD_TAG;
import static dev.millrace.record.AggregatedRecordFormat.TAG_KEY;
import static dev.millrace.record.AggregatedRecordFormat.TAG_VALUE;
import static dev.millrace.record.AggregatedRecordFormat.fieldLength;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tags of a user record that is to be written, and the bytes that they take in it. */
final class RecordTags {

    static final RecordTags NONE = new RecordTags(List.of());

    private final List<RecordTag> tags;
    private final byte[] fields;

    private RecordTags(List<RecordTag> tags) {
        this.tags = tags;
        List<byte[]> encoded = tags.stream().map(RecordTags::field).toList();
        ByteBuffer all = ByteBuffer.allocate(
                encoded.stream().mapToInt(field -> field.length).sum());
        encoded.forEach(all::put);
        this.fields = all.array();
    }

    private static byte[] field(RecordTag tag) {
        byte[] key = tag.key().getBytes(StandardCharsets.UTF_8);
        String text = tag.value();
        byte @Nullable [] value = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        int length = fieldLength(key.length) + (value == null ? 0 : fieldLength(value.length));
        ByteBuffer field = ByteBuffer.allocate(fieldLength(length));
        head(field, RECORD_TAG, length);
        head(field, TAG_KEY, key.length);
        field.put(key);
        if (value != null) {
            head(field, TAG_VALUE, value.length);
            field.put(value);
        }
        return field.array();
    }

    private static void head(ByteBuffer target, int tag, int length) {
        target.put((byte) tag);
        int rest = length;
        while ((rest & ~0x7F) != 0) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    static RecordTags of(List<RecordTag> tags) {
        return tags.isEmpty() ? NONE : new RecordTags(List.copyOf(tags));
    }

    List<RecordTag> list() {
        return tags;
    }

    /** One field {@code 22 length 0A length key [12 length value]} for each; not to be changed. */
    byte[] fields() {
        return fields;
    }
}
