package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.RecordTag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/** What lies in the shards of a stream, taken apart. */
final class StreamContents {

    /** A Kinesis record and its shard. */
    record Stored(String shardId, Record record) {

        ByteBuffer data() {
            return record.data().asByteBuffer();
        }

        boolean framed() {
            return RecordDeaggregator.create().deaggregate(data()) instanceof Deaggregation.Aggregated;
        }
    }

    /** Where a user record lies. */
    record Place(String shardId, String sequenceNumber, long subSequenceNumber) {

        static Place of(PutResult result) {
            return new Place(result.shardId(), result.sequenceNumber(), result.subSequenceNumber());
        }
    }

    /**
     * A user record as it was found.
     *
     * @param hashKey that it is stored under; unknown for a plain record, which is right wherever it is
     * @param withinShard whether all user records of its Kinesis record are under hash keys of the shard
     */
    record Found(
            Place place,
            String partitionKey,
            @Nullable HashKey hashKey,
            @Nullable HashKey explicitHashKey,
            boolean framed,
            boolean pinned,
            boolean withinShard,
            List<RecordTag> tags,
            ByteBuffer data) {

        String text() {
            return Texts.text(data);
        }
    }

    private final List<Stored> records;
    private final List<Found> userRecords = new ArrayList<>();

    StreamContents(List<Stored> records, Map<String, HashKeyRange> ranges) {
        this.records = List.copyOf(records);
        for (Stored stored : records) {
            open(stored, Objects.requireNonNull(ranges.get(stored.shardId())));
        }
    }

    private void open(Stored stored, HashKeyRange range) {
        String number = stored.record().sequenceNumber();
        Deaggregation opened = RecordDeaggregator.create().deaggregate(stored.data());
        if (opened instanceof Deaggregation.Aggregated aggregated) {
            boolean within = aggregated.userRecords().stream().allMatch(record -> range.contains(record.hashKey()));
            aggregated
                    .userRecords()
                    .forEach(record -> userRecords.add(new Found(
                            new Place(stored.shardId(), number, record.subSequenceNumber()),
                            record.partitionKey(),
                            record.hashKey(),
                            record.explicitHashKey(),
                            true,
                            record.pinned(),
                            within,
                            record.tags(),
                            record.data())));
        } else {
            assertThat(opened).isInstanceOf(Deaggregation.Plain.class);
            userRecords.add(new Found(
                    new Place(stored.shardId(), number, 0),
                    stored.record().partitionKey(),
                    null,
                    null,
                    false,
                    false,
                    true,
                    List.of(),
                    stored.data()));
        }
    }

    List<Stored> records() {
        return records;
    }

    List<Found> userRecords() {
        return userRecords;
    }

    Found only() {
        assertThat(userRecords).hasSize(1);
        return userRecords.get(0);
    }

    Map<Place, Found> byPlace() {
        Map<Place, Found> places = new HashMap<>();
        userRecords.forEach(found -> places.put(found.place(), found));
        return places;
    }

    /** How often each payload was found. */
    Map<String, Integer> counts() {
        return counts(false);
    }

    /**
     * How often each payload comes out of a reader that drops a whole aggregate if one of its hash keys lies outside
     * the shard, as the KCL does.
     */
    Map<String, Integer> countsOfStrictReader() {
        return counts(true);
    }

    private Map<String, Integer> counts(boolean strict) {
        Map<String, Integer> counts = new HashMap<>();
        for (Found found : userRecords) {
            if (!strict || found.withinShard()) {
                counts.merge(found.text(), 1, Integer::sum);
            }
        }
        return counts;
    }
}
