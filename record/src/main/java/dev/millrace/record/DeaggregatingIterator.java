package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Function;

/**
 * Takes Kinesis records apart one after the other, each when its first result is asked for, and makes each user
 * record when it is asked for. It may look ahead, and then digests several at a time.
 */
final class DeaggregatingIterator<T> implements Iterator<DeaggregatedRecord<T>> {

    private final RecordDeaggregator deaggregator;
    private final Iterator<? extends T> records;
    private final Function<? super T, ByteBuffer> data;
    private final int ahead;

    /** What was looked at and not opened. */
    private final Queue<Unopened<T>> unopened = new ArrayDeque<>();

    /** What is left of the record that was opened last. */
    private Iterator<DeaggregatedRecord<T>> results = Collections.emptyIterator();

    private record Unopened<T>(T source, RecordBytes bytes) {}

    /**
     * For all of the Kinesis records.
     *
     * @param ahead how many may be looked at before one is opened, from 1
     */
    DeaggregatingIterator(
            RecordDeaggregator deaggregator,
            Iterator<? extends T> records,
            Function<? super T, ByteBuffer> data,
            int ahead) {
        this.deaggregator = deaggregator;
        this.records = Objects.requireNonNull(records, "records");
        this.data = Objects.requireNonNull(data, "data");
        this.ahead = ahead;
    }

    @Override
    public boolean hasNext() {
        return results.hasNext() || !unopened.isEmpty() || records.hasNext();
    }

    @Override
    public DeaggregatedRecord<T> next() {
        if (!results.hasNext()) {
            if (unopened.isEmpty()) {
                lookAhead();
            }
            Unopened<T> next = unopened.remove();
            results = open(next.source(), next.bytes());
        }
        return results.next();
    }

    private void lookAhead() {
        if (!records.hasNext()) {
            throw new NoSuchElementException("no more Kinesis records");
        }
        List<RecordBytes> all = new ArrayList<>();
        while (all.size() < ahead && records.hasNext()) {
            T source = records.next();
            RecordBytes bytes = new RecordBytes(data.apply(source));
            unopened.add(new Unopened<>(source, bytes));
            all.add(bytes);
        }
        deaggregator.digest(all);
    }

    /** The results of one Kinesis record, at least one. */
    private Iterator<DeaggregatedRecord<T>> open(T source, RecordBytes record) {
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
