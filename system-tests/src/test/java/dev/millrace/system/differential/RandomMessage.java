package dev.millrace.system.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import dev.millrace.record.RecordTag;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A message as protobuf-java may write one: tables with repeated and unused entries, unknown fields, and every field
 * in a message of its own, put one behind the other in any order that keeps the tables and the records in order.
 */
final class RandomMessage {

    private static final int MAX_ENTRIES = 5;
    private static final int MAX_RECORDS = 6;
    private static final String PIN = "pin";
    private static final String[] TAG_KEYS = {PIN, "", "pins", "Pin", "pin\0"};
    private static final String[] NO_HASH_KEYS = {"", "x", "-1", "+1", "1 ", "340282366920938463463374607431768211456"};

    /** What an index that points at no entry has too much. */
    private static final long[] BEYOND = {Integer.MAX_VALUE, 1L << 31, 1L << 32, 1L << 63, -1};

    private static final int ONE_FAULT_IN = 4;

    private final SplittableRandom random;
    private final boolean faulty;
    private boolean marked;
    private final List<String> partitionKeys = new ArrayList<>();
    private final List<String> hashKeys = new ArrayList<>();
    private final List<ReadRecord> userRecords = new ArrayList<>();
    private final byte[] bytes;

    /** One that can be read in full. */
    static RandomMessage sound(SplittableRandom random) {
        return new RandomMessage(random, false);
    }

    /** One that parses, but some of whose records point at no entry or at an entry that is no hash key. */
    static RandomMessage faulty(SplittableRandom random) {
        return new RandomMessage(random, true);
    }

    private RandomMessage(SplittableRandom random, boolean faulty) {
        this.random = random;
        this.faulty = faulty;
        List<DynamicMessage.Builder> keys = partitionKeyTable();
        List<DynamicMessage.Builder> hashes = hashKeyTable();
        List<DynamicMessage.Builder> records = new ArrayList<>();
        for (int left = random.nextInt(MAX_RECORDS + 1); left > 0; left--) {
            records.add(DynamicMessage.newBuilder(AggregateSchema.MESSAGE)
                    .addRepeatedField(AggregateSchema.RECORDS, record()));
        }
        this.bytes = merged(keys, hashes, records);
    }

    byte[] bytes() {
        return bytes;
    }

    /** What every reader must read in it. */
    List<ReadRecord> userRecords() {
        return userRecords;
    }

    private List<DynamicMessage.Builder> partitionKeyTable() {
        for (int left = 1 + random.nextInt(MAX_ENTRIES); left > 0; left--) {
            boolean again = !partitionKeys.isEmpty() && random.nextInt(4) == 0;
            String fresh = random.nextInt(10) == 0 ? "" : RandomText.partitionKey(random);
            partitionKeys.add(again ? partitionKeys.get(random.nextInt(partitionKeys.size())) : fresh);
        }
        return partitionKeys.stream()
                .map(key -> DynamicMessage.newBuilder(AggregateSchema.MESSAGE)
                        .addRepeatedField(AggregateSchema.PARTITION_KEY_TABLE, key))
                .toList();
    }

    /** Leading zeros anywhere but in entry 0, which may be a pin; entries that are no number only where none points. */
    private List<DynamicMessage.Builder> hashKeyTable() {
        for (int left = random.nextInt(MAX_ENTRIES); left > 0; left--) {
            boolean again = !hashKeys.isEmpty() && random.nextInt(4) == 0;
            String zeros = hashKeys.isEmpty() ? "" : "0".repeat(random.nextInt(3));
            String fresh = zeros + RandomText.hashKey(random);
            hashKeys.add(again ? hashKeys.get(random.nextInt(hashKeys.size())) : fresh);
        }
        List<String> table = new ArrayList<>(hashKeys);
        if (random.nextInt(3) == 0) {
            table.add(NO_HASH_KEYS[random.nextInt(NO_HASH_KEYS.length)]);
        }
        return table.stream()
                .map(key -> DynamicMessage.newBuilder(AggregateSchema.MESSAGE)
                        .addRepeatedField(AggregateSchema.HASH_KEY_TABLE, key))
                .toList();
    }

    private DynamicMessage record() {
        DynamicMessage.Builder record = DynamicMessage.newBuilder(AggregateSchema.RECORD);
        boolean first = userRecords.isEmpty();
        List<RecordTag> tags = new ArrayList<>();
        for (int left = random.nextInt(3); left > 0; left--) {
            String key = TAG_KEYS[random.nextInt(TAG_KEYS.length)];
            marked |= first && key.equals(PIN);
            @Nullable String value = random.nextBoolean() ? RandomText.partitionKey(random) : null;
            record.addRepeatedField(AggregateSchema.TAGS, tag(key, value));
            if (!key.equals(PIN)) {
                tags.add(new RecordTag(key, value));
            }
        }
        int key = random.nextInt(partitionKeys.size());
        int hashKey = hashKeys.isEmpty() || random.nextBoolean() ? -1 : random.nextInt(hashKeys.size());
        @Nullable String explicit = hashKey < 0 ? null : hashKeys.get(hashKey);
        ByteString data = ByteString.copyFrom(RandomText.bytes(random, random.nextInt(20)));
        userRecords.add(new ReadRecord(partitionKeys.get(key), explicit, marked && hashKey == 0, data, tags));

        record.setField(AggregateSchema.PARTITION_KEY_INDEX, perhapsBeyond(key));
        record.setField(AggregateSchema.DATA, data);
        if (hashKey >= 0) {
            record.setField(AggregateSchema.HASH_KEY_INDEX, perhapsBeyond(hashKey));
        }
        if (random.nextInt(3) == 0) {
            record.setUnknownFields(unknownFields(AggregateSchema.TAGS.getNumber(), 0));
        }
        return record.build();
    }

    /** Now and then too large in a faulty message: by one, or by what narrowing to 32 bits would hide. */
    private long perhapsBeyond(int index) {
        if (!faulty || random.nextInt(ONE_FAULT_IN) > 0) {
            return index;
        }
        return index + (random.nextBoolean() ? 1 : BEYOND[random.nextInt(BEYOND.length)]);
    }

    private DynamicMessage tag(String key, @Nullable String value) {
        DynamicMessage.Builder tag =
                DynamicMessage.newBuilder(AggregateSchema.TAG).setField(AggregateSchema.TAG_KEY, key);
        if (value != null) {
            tag.setField(AggregateSchema.TAG_VALUE, value);
        }
        if (random.nextInt(4) == 0) {
            tag.setUnknownFields(unknownFields(AggregateSchema.TAG_VALUE.getNumber(), 0));
        }
        return tag.build();
    }

    /** Of every wire type, with numbers of one to five bytes above the last known one. */
    private UnknownFieldSet unknownFields(int lastKnown, int depth) {
        UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
        for (int left = random.nextInt(3); left > 0; left--) {
            int number = Math.max(lastKnown + 1, ((1 << 29) - 1) >>> random.nextInt(27));
            UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
            switch (random.nextInt(depth < 4 ? 5 : 4)) {
                case 0 -> field.addVarint(random.nextLong() >>> random.nextInt(64));
                case 1 -> field.addFixed32(random.nextInt());
                case 2 -> field.addFixed64(random.nextLong());
                case 3 -> field.addLengthDelimited(ByteString.copyFrom(RandomText.bytes(random, random.nextInt(9))));
                default -> field.addGroup(unknownFields(0, depth + 1));
            }
            fields.mergeField(number, field.build());
        }
        return fields.build();
    }

    /** One behind the other: the lists are shuffled into each other, each stays in order. */
    private byte[] merged(
            List<DynamicMessage.Builder> keys,
            List<DynamicMessage.Builder> hashes,
            List<DynamicMessage.Builder> records) {
        List<Integer> turns = new ArrayList<>();
        turns.addAll(Collections.nCopies(keys.size(), 0));
        turns.addAll(Collections.nCopies(hashes.size(), 1));
        turns.addAll(Collections.nCopies(records.size(), 2));
        if (random.nextBoolean()) {
            Collections.shuffle(turns, new Random(random.nextLong()));
        }
        List<List<DynamicMessage.Builder>> lists = List.of(keys, hashes, records);
        int[] next = new int[lists.size()];
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int turn : turns) {
            DynamicMessage.Builder part = lists.get(turn).get(next[turn]++);
            if (random.nextInt(8) == 0) {
                part.setUnknownFields(unknownFields(AggregateSchema.RECORDS.getNumber(), 0));
            }
            message.writeBytes(part.build().toByteArray());
        }
        return message.toByteArray();
    }
}
