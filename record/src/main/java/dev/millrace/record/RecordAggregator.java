package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /** The group of records that need share nothing. */
    private static final Group MAIN = new Group(null, null);

    private final AggregationLayout layout;
    private final AggregationGrouping grouping;
    private final int maxSizeBytes;
    private final int maxOpenGroups;
    private final boolean frameLoneRecords;

    /** Open aggregates by what their records share, in the order in which they were begun. */
    private final Map<Group, OpenAggregate> open = new LinkedHashMap<>();

    private RecordAggregator(Builder builder) {
        this.layout = builder.layout;
        this.grouping = builder.grouping;
        this.maxSizeBytes = builder.maxSizeBytes;
        this.maxOpenGroups = builder.maxOpenGroups;
        this.frameLoneRecords =
                builder.frameLoneRecords == null ? layout == AggregationLayout.PINNED : builder.frameLoneRecords;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** An aggregator with all defaults. */
    public static RecordAggregator create() {
        return builder().build();
    }

    /**
     * Adds a user record and returns the aggregated record that had to be finished to make room for it, if any.
     *
     * @throws RecordTooLargeException if it does not fit even alone; nothing was changed then
     */
    public Optional<AggregatedRecord> addUserRecord(UserRecord record) {
        Placement placement = place(record);
        OpenAggregate finished = placement.finished();
        if (finished == null && sideGroups() > maxOpenGroups) {
            finished = removeOldestSideGroup(placement.into());
        }
        return Optional.ofNullable(finished).map(OpenAggregate::seal);
    }

    /**
     * Where a record went.
     *
     * @param into the aggregate that it is in now
     * @param finished the aggregate that had to give way, if one had to
     */
    private record Placement(OpenAggregate into, @Nullable OpenAggregate finished) {}

    private Placement place(UserRecord record) {
        Group group = groupOf(record);
        OpenAggregate aggregate = open.get(group);
        if (aggregate != null && aggregate.add(record, maxSizeBytes)) {
            return new Placement(aggregate, null);
        }
        OpenAggregate.Kind kind = kindOf(record);
        long alone = OpenAggregate.putSizeAlone(kind, record, frameLoneRecords);
        if (alone > maxSizeBytes) {
            throw new RecordTooLargeException(alone, maxSizeBytes);
        }
        OpenAggregate finished = open.remove(group);
        if (finished == null && kind == OpenAggregate.Kind.OWN_HASH_KEY) {
            Group pinnedGroup = new Group(group.partitionKey(), null);
            OpenAggregate pinned = open.get(pinnedGroup);
            if (pinned != null && pinned.outerHashKey().equals(record.explicitHashKey())) {
                if (pinned.add(record, maxSizeBytes)) {
                    return new Placement(pinned, null);
                }
                // It may hold earlier records of this hash key, so it goes out before the group of this one can.
                finished = open.remove(pinnedGroup);
            }
        }
        OpenAggregate begun = new OpenAggregate(kind, record, frameLoneRecords);
        open.put(group, begun);
        return new Placement(begun, finished);
    }

    /** Adds a user record that goes where its partition key sends it. */
    public Optional<AggregatedRecord> addUserRecord(String partitionKey, byte[] data) {
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

    /** Finishes everything that is open, in the order in which it was begun. The aggregator is empty afterwards. */
    public List<AggregatedRecord> clearAndGet() {
        List<AggregatedRecord> finished = new ArrayList<>(open.size());
        open.values().forEach(aggregate -> finished.add(aggregate.seal()));
        open.clear();
        return finished;
    }

    /** User records that wait in open aggregates. */
    public int userRecordCount() {
        int count = 0;
        for (OpenAggregate aggregate : open.values()) {
            count += aggregate.userRecordCount();
        }
        return count;
    }

    /** Bytes of the data that {@link #clearAndGet} would hand out now, exact. Outer partition keys are not in it. */
    public long sizeBytes() {
        long bytes = 0;
        for (OpenAggregate aggregate : open.values()) {
            bytes += aggregate.sizeBytes();
        }
        return bytes;
    }

    /** Where the record is at home, unless it may join a pinned aggregate. */
    private Group groupOf(UserRecord record) {
        String key = sharedPartitionKey(record);
        HashKey own = layout == AggregationLayout.PINNED ? record.explicitHashKey() : null;
        return key == null && own == null ? MAIN : new Group(key, own);
    }

    private @Nullable String sharedPartitionKey(UserRecord record) {
        return grouping == AggregationGrouping.PARTITION_KEY ? record.partitionKey() : null;
    }

    private OpenAggregate.Kind kindOf(UserRecord record) {
        if (layout == AggregationLayout.KPL) {
            return OpenAggregate.Kind.KPL;
        }
        return record.explicitHashKey() == null ? OpenAggregate.Kind.PINNED : OpenAggregate.Kind.OWN_HASH_KEY;
    }

    private int sideGroups() {
        return open.containsKey(MAIN) ? open.size() - 1 : open.size();
    }

    /** Another one than this, so that what an add returns never holds the record that was added. */
    private @Nullable OpenAggregate removeOldestSideGroup(OpenAggregate current) {
        for (Iterator<Map.Entry<Group, OpenAggregate>> i = open.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Group, OpenAggregate> oldest = i.next();
            if (!oldest.getKey().equals(MAIN) && oldest.getValue() != current) {
                i.remove();
                return oldest.getValue();
            }
        }
        return null;
    }

    /**
     * What the user records of one open aggregate must share; null where nothing.
     *
     * @param partitionKey the partition key
     * @param ownHashKey the explicit hash key
     */
    private record Group(
            @Nullable String partitionKey, @Nullable HashKey ownHashKey) {}

    /** Settings of a {@link RecordAggregator}. */
    public static final class Builder {
        private AggregationLayout layout = AggregationLayout.PINNED;
        private AggregationGrouping grouping = AggregationGrouping.NONE;
        private int maxSizeBytes = 1024 * 1024;
        private int maxOpenGroups = 16;
        private @Nullable Boolean frameLoneRecords;

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

        public RecordAggregator build() {
            return new RecordAggregator(this);
        }
    }
}
