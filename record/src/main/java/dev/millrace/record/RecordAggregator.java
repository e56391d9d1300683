package dev.millrace.record;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Packs user records into aggregated records, one after the other.
 *
 * <pre>{@code
 * RecordAggregator aggregator = RecordAggregator.builder().build();
 * for (UserRecord record : records) {
 *     aggregator.addUserRecord(record).ifPresent(this::send);
 * }
 * aggregator.clearAndGet().forEach(this::send);
 * }</pre>
 *
 * <p>Or with a callback, which is given every finished record exactly once and in order, on another thread:
 *
 * <pre>{@code
 * aggregator.onRecordComplete(this::send);
 * records.forEach(aggregator::addUserRecord);
 * aggregator.flush();
 * }</pre>
 *
 * <p>In pinned layout a user record with an explicit hash key of its own never joins the others: there is one open
 * aggregate for each such hash key, a bounded number of them, and the oldest is completed to make room. One whose hash
 * key equals the pin of the open aggregate is at home there, unless earlier records of that hash key wait elsewhere.
 *
 * <p>An aggregator knows no shards. Without {@link AggregationGrouping#PARTITION_KEY} an aggregate goes where its first
 * record's key belongs, with all that it holds: nothing is lost by it in pinned layout, but a key may be found in
 * a shard that is not its own.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class RecordAggregator {

    /** Smallest setting of the maximum size, in bytes. */
    public static final int SMALLEST_MAX_SIZE = 64;

    /** Largest setting of the maximum size, in bytes: the service's limit for a record, 10 MiB. */
    public static final int LARGEST_MAX_SIZE = 10 * 1024 * 1024;

    private final OpenAggregates open;
    private final RecordCallbacks callbacks;

    private RecordAggregator(Builder builder) {
        boolean frameLoneRecords = builder.frameLoneRecords == null
                ? builder.layout == AggregationLayout.PINNED
                : builder.frameLoneRecords;
        this.open = new OpenAggregates(
                builder.layout, builder.grouping, builder.maxSizeBytes, builder.maxOpenGroups, frameLoneRecords);
        this.callbacks = builder.callbackErrorHandler == null
                ? RecordCallbacks.create()
                : RecordCallbacks.withErrorHandler(builder.callbackErrorHandler);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** An aggregator with all defaults. */
    public static RecordAggregator create() {
        return builder().build();
    }

    /**
     * Adds a callback that every finished record is handed to, on a thread of its own. From then on {@link
     * #addUserRecord} returns nothing. At most {@link RecordCallbacks#MOST_WAITING} finished records wait for it; then
     * an add waits.
     */
    public void onRecordComplete(Consumer<? super AggregatedRecord> callback) {
        callbacks.add(callback);
    }

    /** Adds a callback that every finished record is handed to, where the executor runs it. */
    public void onRecordComplete(Consumer<? super AggregatedRecord> callback, Executor executor) {
        callbacks.add(callback, executor);
    }

    /** Forgets all callbacks, once they were given what is finished. From then on adds return what they finish. */
    public void clearCallbacks() {
        callbacks.clear();
    }

    /**
     * Finishes everything that is open and hands it to the callbacks.
     *
     * @throws IllegalStateException if there is no callback; {@link #clearAndGet} serves without
     */
    public void flush() {
        if (callbacks.isEmpty()) {
            throw new IllegalStateException("no callback to hand records to: use clearAndGet");
        }
        clearAndGet().forEach(callbacks::hand);
        callbacks.deliver();
    }

    /**
     * Waits until the callbacks have returned from everything that was handed to them.
     *
     * @return false if that takes longer than the limit
     */
    public boolean awaitCallbacks(Duration limit) throws InterruptedException {
        return callbacks.awaitIdle(limit);
    }

    /**
     * Adds a user record and returns the aggregated record that had to be finished to make room for it, if any.
     * Where there is a callback, that record goes there and nothing is returned.
     *
     * @throws RecordTooLargeException if it does not fit even alone; nothing was changed then
     */
    public Optional<AggregatedRecord> addUserRecord(UserRecord record) {
        OpenAggregate finished = open.add(record);
        if (finished == null) {
            return Optional.empty();
        }
        AggregatedRecord sealed = finished.seal();
        if (callbacks.isEmpty()) {
            return Optional.of(sealed);
        }
        callbacks.hand(sealed);
        callbacks.deliver();
        return Optional.empty();
    }

    /** Adds a user record that goes where its partition key sends it. */
    public Optional<AggregatedRecord> addUserRecord(String partitionKey, byte[] data) {
        return addUserRecord(UserRecord.of(partitionKey, data));
    }

    /** Adds a user record that goes where its partition key sends it. */
    public Optional<AggregatedRecord> addUserRecord(String partitionKey, ByteBuffer data) {
        return addUserRecord(UserRecord.of(partitionKey, data));
    }

    /** Adds a user record with the UTF-8 bytes of a text. */
    public Optional<AggregatedRecord> addUserRecord(String partitionKey, String data) {
        return addUserRecord(UserRecord.of(partitionKey, data));
    }

    /** Adds a user record with an explicit hash key of its own, unless that is null. */
    public Optional<AggregatedRecord> addUserRecord(
            String partitionKey, @Nullable HashKey explicitHashKey, byte[] data) {
        return addUserRecord(UserRecord.of(partitionKey, explicitHashKey, data));
    }

    /** Adds a user record with an explicit hash key of its own, unless that is null. */
    public Optional<AggregatedRecord> addUserRecord(
            String partitionKey, @Nullable HashKey explicitHashKey, ByteBuffer data) {
        return addUserRecord(UserRecord.of(partitionKey, explicitHashKey, data));
    }

    /** Adds a user record with the UTF-8 bytes of a text and an explicit hash key of its own, unless that is null. */
    public Optional<AggregatedRecord> addUserRecord(
            String partitionKey, @Nullable HashKey explicitHashKey, String data) {
        return addUserRecord(UserRecord.of(partitionKey, explicitHashKey, data));
    }

    /**
     * Finishes everything that is open, in the order in which it was begun, and returns it; callbacks are not called.
     * The aggregator is empty afterwards.
     */
    public List<AggregatedRecord> clearAndGet() {
        return OpenAggregate.seal(open.removeAll());
    }

    /**
     * Takes the user records out again, as they were given: aggregate by aggregate in the order in which those were
     * begun, and in each in the order in which they were added. The aggregator is empty afterwards. For those who
     * group records anew, when the shards have changed for example.
     */
    public List<UserRecord> clearAndTakeApart() {
        return open.removeAll().stream()
                .flatMap(aggregate -> aggregate.userRecords().stream())
                .toList();
    }

    /** Bytes of a put that would carry this user record alone, data and outer partition key together. */
    public long putSizeAlone(UserRecord record) {
        return open.putSizeAlone(record);
    }

    /** User records that wait in open aggregates. */
    public int userRecordCount() {
        return open.all().stream().mapToInt(OpenAggregate::userRecordCount).sum();
    }

    /** Bytes of the data that {@link #clearAndGet} would hand out now, exact. Outer partition keys are not in it. */
    public long sizeBytes() {
        return open.all().stream().mapToLong(OpenAggregate::sizeBytes).sum();
    }

    /** Settings of a {@link RecordAggregator}. */
    public static final class Builder {
        private AggregationLayout layout = AggregationLayout.PINNED;
        private AggregationGrouping grouping = AggregationGrouping.NONE;
        private int maxSizeBytes = 1024 * 1024;
        private int maxOpenGroups = 16;
        private @Nullable Boolean frameLoneRecords;
        private @Nullable BiConsumer<? super AggregatedRecord, ? super Throwable> callbackErrorHandler;

        private Builder() {}

        /** Default: {@link AggregationLayout#PINNED}. */
        public Builder layout(AggregationLayout layout) {
            this.layout = Objects.requireNonNull(layout, "layout");
            return this;
        }

        /** Default: {@link AggregationGrouping#NONE}. */
        public Builder grouping(AggregationGrouping grouping) {
            this.grouping = Objects.requireNonNull(grouping, "grouping");
            return this;
        }

        /**
         * The most that a finished record may have, in bytes, data and outer partition key together as the service
         * counts them. Default: 1 MiB. From 64 bytes to 10 MiB.
         */
        public Builder maxSizeBytes(int maxSizeBytes) {
            if (maxSizeBytes < SMALLEST_MAX_SIZE || maxSizeBytes > LARGEST_MAX_SIZE) {
                throw new IllegalArgumentException("maximum size out of range: bytes=" + maxSizeBytes + " (allowed "
                        + SMALLEST_MAX_SIZE + " to " + LARGEST_MAX_SIZE + ")");
            }
            this.maxSizeBytes = maxSizeBytes;
            return this;
        }

        /**
         * How many aggregates may be open at once beside the main one: for explicit hash keys of the callers' own,
         * and for partition keys when grouped by them. Default: 16. At least 1.
         */
        public Builder maxOpenGroups(int maxOpenGroups) {
            if (maxOpenGroups < 1) {
                throw new IllegalArgumentException("open groups out of range: " + maxOpenGroups + " (at least 1)");
            }
            this.maxOpenGroups = maxOpenGroups;
            return this;
        }

        /**
         * Whether a record with nothing else in it is framed all the same. A plain one carries its own partition key
         * and costs no frame. Its explicit hash key is its own, if any; in KPL layout it is always given, as the KPL
         * does, and then the hash of the partition key where there is none. A record is framed in any case if its
         * data would read as an aggregated record. Default: true in pinned layout, false in KPL layout.
         */
        public Builder frameLoneRecords(boolean frameLoneRecords) {
            this.frameLoneRecords = frameLoneRecords;
            return this;
        }

        /**
         * Is given a finished record that a callback did not take, with what the callback threw. Default: the
         * uncaught exception handler of the callback's thread, with both in a {@link RecordCallbackException}.
         */
        public Builder onCallbackError(BiConsumer<? super AggregatedRecord, ? super Throwable> handler) {
            this.callbackErrorHandler = Objects.requireNonNull(handler, "handler");
            return this;
        }

        public RecordAggregator build() {
            return new RecordAggregator(this);
        }
    }
}
