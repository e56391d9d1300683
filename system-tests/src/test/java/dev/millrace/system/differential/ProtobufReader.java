package dev.millrace.system.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.record.RecordTag;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The format's rules once more, on what protobuf-java parses. */
final class ProtobufReader {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]+");
    private static final int HASH_KEY_BITS = 128;

    private final List<Object> partitionKeys;
    private final List<Object> hashKeys;
    private final List<DynamicMessage> records;

    private ProtobufReader(DynamicMessage message) {
        this.partitionKeys = repeated(message, AggregateSchema.PARTITION_KEY_TABLE);
        this.hashKeys = repeated(message, AggregateSchema.HASH_KEY_TABLE);
        this.records = messages(message, AggregateSchema.RECORDS);
    }

    /** The user records of a message, or null if it cannot be read in full. */
    static @Nullable List<ReadRecord> userRecords(byte[] message) {
        try {
            return new ProtobufReader(DynamicMessage.parseFrom(AggregateSchema.MESSAGE, message)).userRecords();
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private @Nullable List<ReadRecord> userRecords() {
        List<ReadRecord> userRecords = new ArrayList<>();
        boolean marked = !records.isEmpty() && isMarked(records.get(0));
        for (DynamicMessage record : records) {
            String partitionKey = entry(partitionKeys, record, AggregateSchema.PARTITION_KEY_INDEX);
            if (partitionKey == null) {
                return null;
            }
            String hashKey = null;
            boolean pinned = false;
            if (record.hasField(AggregateSchema.HASH_KEY_INDEX)) {
                hashKey = entry(hashKeys, record, AggregateSchema.HASH_KEY_INDEX);
                if (hashKey == null || !isHashKey(hashKey)) {
                    return null;
                }
                pinned = marked && index(record, AggregateSchema.HASH_KEY_INDEX) == 0;
                hashKey = pinned ? new BigInteger(hashKey).toString() : hashKey;
            }
            ByteString data = (ByteString) record.getField(AggregateSchema.DATA);
            userRecords.add(new ReadRecord(partitionKey, hashKey, pinned, data, tags(record)));
        }
        return userRecords;
    }

    private static boolean isMarked(DynamicMessage record) {
        return messages(record, AggregateSchema.TAGS).stream()
                .anyMatch(tag -> tag.getField(AggregateSchema.TAG_KEY).equals("pin"));
    }

    private static List<RecordTag> tags(DynamicMessage record) {
        List<RecordTag> tags = new ArrayList<>();
        for (DynamicMessage tag : messages(record, AggregateSchema.TAGS)) {
            String key = (String) tag.getField(AggregateSchema.TAG_KEY);
            boolean hasValue = tag.hasField(AggregateSchema.TAG_VALUE);
            if (!key.equals("pin")) {
                tags.add(new RecordTag(key, hasValue ? (String) tag.getField(AggregateSchema.TAG_VALUE) : null));
            }
        }
        return tags;
    }

    private static boolean isHashKey(String text) {
        return DECIMAL.matcher(text).matches() && new BigInteger(text).bitLength() <= HASH_KEY_BITS;
    }

    private static @Nullable String entry(List<Object> table, DynamicMessage record, FieldDescriptor index) {
        long place = index(record, index);
        return place < 0 || place >= table.size() ? null : (String) table.get((int) place);
    }

    /** Unsigned; a negative one is too large for any table. */
    private static long index(DynamicMessage record, FieldDescriptor field) {
        return (Long) record.getField(field);
    }

    private static List<DynamicMessage> messages(DynamicMessage message, FieldDescriptor field) {
        return repeated(message, field).stream().map(DynamicMessage.class::cast).toList();
    }

    private static List<Object> repeated(DynamicMessage message, FieldDescriptor field) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
            values.add(message.getRepeatedField(field, i));
        }
        return values;
    }
}
