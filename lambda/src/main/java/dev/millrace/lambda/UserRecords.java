package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The user records of an event, in its order, for handlers of any make. Plain and corrupt records are there too:
 * {@link LambdaUserRecord#kind()} tells.
 *
 * <pre>{@code
 * for (LambdaUserRecord record : UserRecords.of(event)) { ... }              // each when it is asked for
 * List<LambdaUserRecord> all = UserRecords.of(event).toList();               // all at once
 * KinesisEvent forOthers = UserRecords.of(event).toEvent();                  // for batch handlers of other libraries
 * }</pre>
 */
public final class UserRecords implements Iterable<LambdaUserRecord> {

    private final List<KinesisEventRecord> records;

    private UserRecords(@Nullable List<KinesisEventRecord> records) {
        this.records = records == null ? List.of() : Collections.unmodifiableList(records);
    }

    /** Those of an event, a time window's too. */
    public static UserRecords of(KinesisEvent event) {
        return new UserRecords(event.getRecords());
    }

    /** Those of some records of an event. */
    public static UserRecords of(List<KinesisEventRecord> records) {
        return new UserRecords(records);
    }

    /** Takes each Kinesis record apart when its first user record is asked for, with a few that follow it. */
    @Override
    public Iterator<LambdaUserRecord> iterator() {
        OpenedRecords enclosing = new OpenedRecords(records);
        return new Iterator<>() {
            private Iterator<LambdaUserRecord> current = Collections.emptyIterator();
            private int next;

            @Override
            public boolean hasNext() {
                while (!current.hasNext() && next < enclosing.count()) {
                    current = enclosing.open(next++).iterator();
                }
                return current.hasNext();
            }

            @Override
            public LambdaUserRecord next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no more user records");
                }
                return current.next();
            }
        };
    }

    /** As {@link #iterator()}, each when it is asked for. */
    public Stream<LambdaUserRecord> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** All at once. */
    public List<LambdaUserRecord> toList() {
        List<LambdaUserRecord> all = new ArrayList<>();
        for (LambdaUserRecord record : this) {
            all.add(record);
        }
        return Collections.unmodifiableList(all);
    }

    /**
     * An event of user records, for a batch handler of another library that takes each of its records for one. Each has
     * the sequence number of the Kinesis record that holds it, so what such a handler reports as failed names a
     * record that Lambda knows. Sub-sequence numbers and explicit hash keys have no place in it.
     */
    public KinesisEvent toEvent() {
        List<KinesisEventRecord> copies = new ArrayList<>();
        forEach(record -> copies.add(eventRecord(record)));
        KinesisEvent event = new KinesisEvent();
        event.setRecords(copies);
        return event;
    }

    private static KinesisEventRecord eventRecord(LambdaUserRecord record) {
        KinesisEvent.Record source = record.enclosing().getKinesis();
        KinesisEvent.Record kinesis = new KinesisEvent.Record();
        kinesis.setKinesisSchemaVersion(source.getKinesisSchemaVersion());
        kinesis.setPartitionKey(record.partitionKey());
        kinesis.setSequenceNumber(source.getSequenceNumber());
        // Not read-only: such handlers ask for the array.
        kinesis.setData(ByteBuffer.wrap(record.bytes()));
        kinesis.setApproximateArrivalTimestamp(source.getApproximateArrivalTimestamp());
        kinesis.setEncryptionType(source.getEncryptionType());
        KinesisEventRecord copy = record.enclosing().clone();
        copy.setKinesis(kinesis);
        return copy;
    }
}
