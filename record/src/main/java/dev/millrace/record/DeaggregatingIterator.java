package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;

/**
 * Takes Kinesis records apart one after the other, each when its first result is asked for, and makes each user
 * record when it is asked for.
 */
final class DeaggregatingIterator<T> implements Iterator<DeaggregatedRecord<T>> {

    private final RecordDeaggregator deaggregator;
    private final Iterator<? extends T> records;
    private final Function<? super T, ByteBuffer> data;

    /** What is left of the record that was opened last. */
    private Iterator<DeaggregatedRecord<T>> results = Collections.emptyIterator();

    DeaggregatingIterator(
            RecordDeaggregator deaggregator, Iterator<? extends T> records, Function<? super T, ByteBuffer> data) {
        this.deaggregator = deaggregator;
        this.records = Objects.requireNonNull(records, "records");
        this.data = Objects.requireNonNull(data, "data");
    }

    @Override
    public boolean hasNext() {
        return results.hasNext() || records.hasNext();
    }

    @Override
    public DeaggregatedRecord<T> next() {
        if (!results.hasNext()) {
            if (!records.hasNext()) {
                throw new NoSuchElementException("no more Kinesis records");
            }
            results = open(records.next());
        }
        return results.next();
    }

    /** The results of one Kinesis record, at least one. */
    private Iterator<DeaggregatedRecord<T>> open(T source) {
        RecordBytes record = new RecordBytes(data.apply(source));
        MessageParts parts;
        try {
            parts = deaggregator.open(record, null);
        } catch (CorruptMessageException e) {
            return one(new DeaggregatedRecord.Corrupt<>(source, record.readOnly(), e.reason(), e.offset()));
        }
        if (parts == null) {
            return one(new DeaggregatedRecord.Plain<>(source, record.readOnly()));
        }
        if (parts.recordCount() == 0) {
            return one(new DeaggregatedRecord.Empty<>(source));
        }
        return new UserRecordList(record, parts)
                .stream().map(userRecord -> result(source, userRecord)).iterator();
    }

    private DeaggregatedRecord<T> result(T source, StoredUserRecord record) {
        return deaggregator.accepts(record)
                ? new DeaggregatedRecord.Aggregated<>(source, record)
                : new DeaggregatedRecord.LeftOut<>(source, record);
    }

    private static <T> Iterator<DeaggregatedRecord<T>> one(DeaggregatedRecord<T> result) {
        return Collections.singleton(result).iterator();
    }
}
