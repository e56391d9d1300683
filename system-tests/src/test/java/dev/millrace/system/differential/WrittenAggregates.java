package dev.millrace.system.differential;

import com.google.protobuf.ByteString;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationGrouping;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordTag;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random user records and what our writer made of them. The data of each begin with its number, so that it can be
 * told wherever it comes out.
 *
 * @param userRecords what was put, by number
 * @param aggregates every one framed
 */
record WrittenAggregates(AggregationLayout layout, List<UserRecord> userRecords, List<AggregatedRecord> aggregates) {

    private static final int MAX_USER_RECORDS = 12;
    private static final int MAX_DATA_LENGTH = 40;

    static WrittenAggregates random(SplittableRandom random) {
        AggregationLayout layout = random.nextBoolean() ? AggregationLayout.KPL : AggregationLayout.PINNED;
        RecordAggregator aggregator = RecordAggregator.builder()
                .layout(layout)
                .grouping(random.nextInt(4) == 0 ? AggregationGrouping.PARTITION_KEY : AggregationGrouping.NONE)
                .maxSizeBytes(300 + random.nextInt(2000))
                .maxOpenGroups(1 + random.nextInt(4))
                .frameLoneRecords(true)
                .build();
        List<UserRecord> userRecords = new ArrayList<>();
        List<AggregatedRecord> aggregates = new ArrayList<>();
        for (int left = 1 + random.nextInt(MAX_USER_RECORDS); left > 0; left--) {
            UserRecord record = userRecord(random, userRecords);
            userRecords.add(record);
            aggregator.addUserRecord(record).ifPresent(aggregates::add);
        }
        aggregates.addAll(aggregator.clearAndGet());
        return new WrittenAggregates(layout, userRecords, aggregates);
    }

    /** One with a new number. Keys come back now and then, also the hash of a partition key as explicit hash key. */
    private static UserRecord userRecord(SplittableRandom random, List<UserRecord> before) {
        byte[] tail = RandomText.bytes(random, random.nextInt(MAX_DATA_LENGTH));
        ByteBuffer data = ByteBuffer.allocate(Integer.BYTES + tail.length)
                .putInt(before.size())
                .put(tail)
                .flip();
        UserRecord known = before.isEmpty() ? null : before.get(random.nextInt(before.size()));
        String partitionKey =
                known != null && random.nextInt(3) == 0 ? known.partitionKey() : RandomText.partitionKey(random);
        @Nullable
        HashKey own = switch (random.nextInt(6)) {
            case 0 -> RandomText.hashKey(random);
            case 1 -> known == null ? null : known.hashKey();
            default -> null;
        };
        List<RecordTag> tags = random.nextInt(4) > 0
                ? List.of()
                : List.of(
                        new RecordTag("writer-" + random.nextInt(3), String.valueOf(random.nextInt())),
                        new RecordTag(RandomText.partitionKey(random), null));
        return UserRecord.of(partitionKey, own, data).withTags(tags);
    }

    /** What any reader must make of the records that it read from one of the aggregates. */
    List<ReadRecord> expected(AggregatedRecord aggregate, List<ReadRecord> read) {
        return read.stream()
                .map(record -> expected(aggregate, userRecords.get(number(record))))
                .toList();
    }

    private ReadRecord expected(AggregatedRecord aggregate, UserRecord put) {
        HashKey own = put.explicitHashKey();
        boolean pinned = own == null && layout == AggregationLayout.PINNED;
        HashKey hashKey = pinned ? aggregate.explicitHashKey() : own;
        return new ReadRecord(
                put.partitionKey(),
                hashKey == null ? null : hashKey.toString(),
                pinned,
                ByteString.copyFrom(put.data()),
                put.tags());
    }

    static int number(ReadRecord record) {
        return record.data().asReadOnlyByteBuffer().getInt();
    }
}
