package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.StoredUserRecord;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of an event, taken apart. Its user records are made when they are asked for. */
final class OpenedRecord implements Iterable<LambdaUserRecord> {

    private final KinesisEventRecord enclosing;
    private final Deaggregation content;

    private OpenedRecord(KinesisEventRecord enclosing, Deaggregation content) {
        this.enclosing = enclosing;
        this.content = content;
    }

    /**
     * A record with what is in it.
     *
     * @param content null if it has no data
     * @throws IllegalArgumentException if it has none
     */
    static OpenedRecord of(KinesisEventRecord record, @Nullable Deaggregation content) {
        String number = sequenceNumber(record);
        if (content == null) {
            throw new IllegalArgumentException("event record without data: sequenceNumber=" + number);
        }
        return new OpenedRecord(record, content);
    }

    /**
     * The name by which Lambda knows a record.
     *
     * @throws IllegalArgumentException if it has none, which makes a partial answer impossible
     */
    static String sequenceNumber(KinesisEventRecord record) {
        if (record == null || record.getKinesis() == null) {
            throw new IllegalArgumentException("no record of a Kinesis mapping: eventSource="
                    + (record == null ? null : record.getEventSource()) + " (the part 'kinesis' is missing)");
        }
        String number = record.getKinesis().getSequenceNumber();
        if (number == null || number.isEmpty()) {
            throw new IllegalArgumentException("event record without sequence number: eventID=" + record.getEventID());
        }
        return number;
    }

    /** One for a plain or corrupt record; none only of an aggregated record that holds none. */
    @Override
    public Iterator<LambdaUserRecord> iterator() {
        if (content instanceof Deaggregation.Aggregated aggregated) {
            Iterator<StoredUserRecord> records = aggregated.userRecords().iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return records.hasNext();
                }

                @Override
                public LambdaUserRecord next() {
                    return LambdaUserRecord.aggregated(enclosing, records.next());
                }
            };
        }
        LambdaUserRecord only = content instanceof Deaggregation.Corrupt corrupt
                ? LambdaUserRecord.corrupt(enclosing, corrupt.reason() + ": offset=" + corrupt.offset())
                : LambdaUserRecord.plain(enclosing);
        return List.of(only).iterator();
    }
}
