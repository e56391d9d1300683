package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of an event, taken apart one after the other; a few are looked at together, which takes less time. */
final class OpenedRecords {

    /** With more the runtime's vectors gain nothing. */
    private static final int AHEAD = 16;

    private static final RecordDeaggregator DEAGGREGATOR = RecordDeaggregator.create();

    private final List<KinesisEventRecord> records;

    /** Of the records from {@link #first} on; null of one without data. */
    private List<@Nullable Deaggregation> opened = List.of();

    private int first;

    OpenedRecords(List<KinesisEventRecord> records) {
        this.records = records;
    }

    int count() {
        return records.size();
    }

    KinesisEventRecord record(int index) {
        return records.get(index);
    }

    /**
     * A record, taken apart. To be asked for in order.
     *
     * @throws IllegalArgumentException if it has no data or no sequence number
     */
    OpenedRecord open(int index) {
        if (index - first >= opened.size()) {
            lookAhead(index);
        }
        return OpenedRecord.of(records.get(index), opened.get(index - first));
    }

    private void lookAhead(int from) {
        List<@Nullable ByteBuffer> data = new ArrayList<>();
        List<ByteBuffer> there = new ArrayList<>();
        for (int i = from; i < records.size() && data.size() < AHEAD; i++) {
            ByteBuffer bytes = data(records.get(i));
            data.add(bytes);
            if (bytes != null) {
                there.add(bytes);
            }
        }
        List<Deaggregation> results = DEAGGREGATOR.deaggregate(there);
        List<@Nullable Deaggregation> all = new ArrayList<>();
        int next = 0;
        for (ByteBuffer bytes : data) {
            all.add(bytes == null ? null : results.get(next++));
        }
        first = from;
        opened = all;
    }

    private static @Nullable ByteBuffer data(@Nullable KinesisEventRecord record) {
        return record == null || record.getKinesis() == null
                ? null
                : record.getKinesis().getData();
    }
}
