package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes Kinesis records apart into user records: one at a time, many at once, or many on demand.
 *
 * <pre>{@code
 * RecordDeaggregator deaggregator = RecordDeaggregator.create();
 * deaggregator.stream(response.records().stream(), record -> record.data().asByteBuffer())
 *         .forEach(result -> {
 *             if (result instanceof DeaggregatedRecord.Aggregated<Record> aggregated) {
 *                 handle(aggregated.userRecord());
 *             } ...
 *         });
 * }</pre>
 *
 * <p>Any bytes are accepted; nothing throws and nothing vanishes. Memory stays within a small multiple of the bytes,
 * and time grows with their number. Buffers may be of any kind; their position and limit are respected and left alone.
 * Results are views of the bytes, not copies. Sub-sequence numbers are the indexes in the aggregated record, whatever
 * the options are.
 *
 * <p>Immutable, for use by any number of threads.
 */
public final class RecordDeaggregator {

    private static final RecordDeaggregator DEFAULT = builder().build();

    /** Kinesis records that are digested together, where all are to be opened. */
    private static final int MAX_AHEAD = 64;

    private final boolean verifyDigest;
    private final @Nullable HashKeyRange range;

    private RecordDeaggregator(Builder builder) {
        this.verifyDigest = builder.verifyDigest;
        this.range = builder.range;
    }

    /** A deaggregator with all defaults. */
    public static RecordDeaggregator create() {
        return DEFAULT;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Says what the bytes of a Kinesis record are. */
    public Deaggregation deaggregate(ByteBuffer data) {
        return deaggregate(new RecordBytes(data));
    }

    /**
     * Says what the bytes of many Kinesis records are, such as the answer to one request: one result for each, in order. Where
     * the Java runtime has the module {@code jdk.incubator.vector}, it takes a fraction of the time that one record after the
     * other takes.
     */
    public List<Deaggregation> deaggregate(Collection<ByteBuffer> data) {
        List<RecordBytes> records = new ArrayList<>(data.size());
        for (ByteBuffer bytes : data) {
            records.add(new RecordBytes(bytes));
        }
        digest(records);
        List<Deaggregation> results = new ArrayList<>(records.size());
        for (RecordBytes record : records) {
            results.add(deaggregate(record));
        }
        return results;
    }

    private Deaggregation deaggregate(RecordBytes record) {
        MessageParts parts;
        try {
            parts = open(record, null);
        } catch (CorruptMessageException e) {
            return new Deaggregation.Corrupt(record.readOnly(), e.reason(), e.offset());
        }
        if (parts == null) {
            return new Deaggregation.Plain(record.readOnly());
        }
        List<StoredUserRecord> all = new UserRecordList(record, parts);
        if (range == null) {
            return new Deaggregation.Aggregated(all, List.of(), parts.marked());
        }
        List<StoredUserRecord> within = new ArrayList<>();
        List<StoredUserRecord> leftOut = new ArrayList<>();
        for (StoredUserRecord userRecord : all) {
            (accepts(userRecord) ? within : leftOut).add(userRecord);
        }
        return new Deaggregation.Aggregated(List.copyOf(within), List.copyOf(leftOut), parts.marked());
    }

    /** Says what the bytes of a Kinesis record are. */
    public Deaggregation deaggregate(byte[] data) {
        return deaggregate(ByteBuffer.wrap(data));
    }

    /**
     * Takes many Kinesis records apart at once. At least one result for each, in order.
     *
     * @param data the bytes of a Kinesis record
     */
    public <T> List<DeaggregatedRecord<T>> deaggregate(
            Iterable<? extends T> records, Function<? super T, ByteBuffer> data) {
        List<DeaggregatedRecord<T>> results = new ArrayList<>();
        new DeaggregatingIterator<T>(this, records.iterator(), data, MAX_AHEAD).forEachRemaining(results::add);
        return results;
    }

    /**
     * Takes Kinesis records apart on demand: each when its first result is asked for. At least one result for each,
     * in order.
     *
     * @param data the bytes of a Kinesis record
     */
    public <T> Iterator<DeaggregatedRecord<T>> iterate(
            Iterable<? extends T> records, Function<? super T, ByteBuffer> data) {
        return new DeaggregatingIterator<>(this, records.iterator(), data, 1);
    }

    /**
     * Takes Kinesis records apart on demand: each when its first result is asked for. At least one result for each,
     * in order. To close the stream closes the one of the Kinesis records.
     *
     * @param data the bytes of a Kinesis record
     */
    public <T> Stream<DeaggregatedRecord<T>> stream(Stream<? extends T> records, Function<? super T, ByteBuffer> data) {
        Iterator<DeaggregatedRecord<T>> results = new DeaggregatingIterator<>(this, records.iterator(), data, 1);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(results, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(records::close);
    }

    /** A scanner, which shows user records without making an object of each. */
    public UserRecordScanner scanner() {
        return new UserRecordScanner(this);
    }

    /**
     * The parts of an aggregated record; null of any other record.
     *
     * @param reused is filled in, if given
     */
    @Nullable
    MessageParts open(RecordBytes record, @Nullable MessageParts reused) throws CorruptMessageException {
        if (!record.hasMagic() || (verifyDigest && !record.hasDigest())) {
            return null;
        }
        try {
            MessageParts parts = reused == null ? new MessageParts(record.length()) : reused;
            AggregatedRecordReader.read(record, parts);
            return parts;
        } catch (CorruptMessageException e) {
            // Where nobody looked so far, the digest says whether this was ever meant to be read.
            if (!verifyDigest && !record.hasDigest()) {
                return null;
            }
            throw e;
        }
    }

    /** Digests records that will be opened soon, if that is of use. */
    void digest(Collection<RecordBytes> records) {
        if (verifyDigest && Md5Batch.isWorth(records.size())) {
            RecordBytes.digest(records);
        }
    }

    /** Whether the range filter, if there is one, lets the user record pass. */
    boolean accepts(StoredUserRecord record) {
        return range == null || range.contains(record.hashKey());
    }

    /** Whether the range filter, if there is one, lets the user record pass. */
    boolean accepts(UserRecordView record) {
        return range == null || range.contains(record.hashKey());
    }

    /** Whether a reader would open these bytes: magic and digest match. */
    static boolean readsAsAggregate(ByteBuffer data) {
        RecordBytes record = new RecordBytes(data);
        return record.hasMagic() && record.hasDigest();
    }

    /** Settings of a {@link RecordDeaggregator}. */
    public static final class Builder {
        private boolean verifyDigest = true;
        private @Nullable HashKeyRange range;

        private Builder() {}

        /**
         * Whether the MD5 of the message is checked. Without that reading takes a fraction of the time, and bytes that
         * begin with the magic and can be read by chance are taken for an aggregated record. Bytes that cannot be read
         * are plain or corrupt by their digest in any case. Default: true.
         */
        public Builder verifyDigest(boolean verifyDigest) {
            this.verifyDigest = verifyDigest;
            return this;
        }

        /**
         * Leaves out the user records whose stored hash key lies outside the range, each by itself, and tells them
         * apart from the others in every result. Meant for streams whose writers send again what a reader with such
         * a filter drops. Plain and corrupt records pass. Default: no filter.
         */
        public Builder only(HashKeyRange range) {
            this.range = Objects.requireNonNull(range, "range");
            return this;
        }

        public RecordDeaggregator build() {
            return new RecordDeaggregator(this);
        }
    }
}
