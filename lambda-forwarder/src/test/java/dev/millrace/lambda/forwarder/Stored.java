package dev.millrace.lambda.forwarder;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.RecordTag;
import dev.millrace.record.StoredUserRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** A user record as it lies in a stream. */
record Stored(
        BigInteger sequenceNumber,
        int subSequenceNumber,
        HashKeyRange shard,
        String partitionKey,
        @Nullable HashKey explicitHashKey,
        boolean pinned,
        List<RecordTag> tags,
        ByteBuffer data) {

    /** All of a stream, in the order of their sequence numbers, which a child's shard continues. */
    static List<Stored> all(Streams streams, String stream) {
        List<Stored> all = new ArrayList<>();
        for (Shard shard : streams.shards(stream)) {
            for (Record record : streams.read(stream, shard.shardId())) {
                open(shard, record, all);
            }
        }
        all.sort(Comparator.comparing(Stored::sequenceNumber).thenComparingInt(Stored::subSequenceNumber));
        return all;
    }

    private static void open(Shard shard, Record record, List<Stored> all) {
        BigInteger number = new BigInteger(record.sequenceNumber());
        HashKeyRange range = Streams.range(shard);
        ByteBuffer data = record.data().asByteBuffer();
        if (RecordDeaggregator.create().deaggregate(data) instanceof Deaggregation.Aggregated aggregated) {
            for (StoredUserRecord user : aggregated.userRecords()) {
                all.add(new Stored(
                        number,
                        user.subSequenceNumber(),
                        range,
                        user.partitionKey(),
                        user.explicitHashKey(),
                        user.pinned(),
                        user.tags(),
                        user.data()));
            }
        } else {
            all.add(new Stored(number, 0, range, record.partitionKey(), null, false, List.of(), data));
        }
    }

    String text() {
        return StandardCharsets.UTF_8.decode(data.duplicate()).toString();
    }

    /** Whether it lies in a shard that owns its key. */
    boolean atHome() {
        HashKey own = explicitHashKey;
        return shard.contains(own != null ? own : HashKey.ofPartitionKey(partitionKey));
    }
}
