package dev.millrace.producer;

import dev.millrace.record.AggregationLayout;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * How records of a stream are packed and sent. A producer has options for all streams, and others for some where they
 * are given.
 *
 * @param client for this stream; null for the producer's
 * @param layout of aggregated records
 * @param grouping which user records share one
 * @param ordering what is promised about their order
 * @param distribution who decides on the shard
 * @param maxAggregateBytes largest aggregated record, with its partition key
 * @param maxRecordBytes the stream's limit for a record, with its partition key
 * @param linger how long the first record of an aggregate waits for others
 * @param adaptive whether it waits only while a request is under way
 * @param rateLimit what is sent to a shard each second, as a share of 1 MiB and 1,000 records
 * @param maxRequestsInFlight unanswered requests
 */
public record StreamOptions(
        @Nullable KinesisAsyncClient client,
        AggregationLayout layout,
        Grouping grouping,
        Ordering ordering,
        Distribution distribution,
        int maxAggregateBytes,
        int maxRecordBytes,
        Duration linger,
        boolean adaptive,
        double rateLimit,
        int maxRequestsInFlight) {

    private static final int MIN_BYTES = 64;
    private static final int MAX_BYTES = 10 << 20;

    /** What holds where nothing was said. */
    static final StreamOptions DEFAULT = new StreamOptions(
            null,
            AggregationLayout.PINNED,
            Grouping.SHARD,
            Ordering.NONE,
            Distribution.ASK,
            51_200,
            1 << 20,
            Duration.ofMillis(100),
            false,
            1,
            8);

    /** Where these records may share an aggregate, in truth. */
    Grouping effectiveGrouping() {
        return ordering == Ordering.PER_PARTITION_KEY && grouping == Grouping.SHARD ? Grouping.PARTITION_KEY : grouping;
    }

    /** Changes to these options. */
    Builder change() {
        return new Builder(this);
    }

    /** Makes {@link StreamOptions}. */
    public static final class Builder {
        private @Nullable KinesisAsyncClient client;
        private AggregationLayout layout;
        private Grouping grouping;
        private Ordering ordering;
        private Distribution distribution;
        private int maxAggregateBytes;
        private int maxRecordBytes;
        private Duration linger;
        private boolean adaptive;
        private double rateLimit;
        private int maxRequestsInFlight;

        private Builder(StreamOptions options) {
            this.client = options.client;
            this.layout = options.layout;
            this.grouping = options.grouping;
            this.ordering = options.ordering;
            this.distribution = options.distribution;
            this.maxAggregateBytes = options.maxAggregateBytes;
            this.maxRecordBytes = options.maxRecordBytes;
            this.linger = options.linger;
            this.adaptive = options.adaptive;
            this.rateLimit = options.rateLimit;
            this.maxRequestsInFlight = options.maxRequestsInFlight;
        }

        /** A client for this stream alone: of another account, role or region. It stays its owner's to close. */
        public Builder client(KinesisAsyncClient client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /** How aggregates are laid out. Default: {@link AggregationLayout#PINNED}. */
        public Builder layout(AggregationLayout layout) {
            this.layout = Objects.requireNonNull(layout, "layout");
            return this;
        }

        /** Which user records share an aggregate. Default: {@link Grouping#SHARD}. */
        public Builder grouping(Grouping grouping) {
            this.grouping = Objects.requireNonNull(grouping, "grouping");
            return this;
        }

        /** What is promised about order. Default: {@link Ordering#NONE}. */
        public Builder ordering(Ordering ordering) {
            this.ordering = Objects.requireNonNull(ordering, "ordering");
            return this;
        }

        /** Who decides on the shard. Default: {@link Distribution#ASK}. */
        public Builder distribution(Distribution distribution) {
            this.distribution = Objects.requireNonNull(distribution, "distribution");
            return this;
        }

        /** Largest aggregate, in bytes with its partition key. Default: 51200. From 64 to 10 MiB. */
        public Builder maxAggregateBytes(int bytes) {
            this.maxAggregateBytes = (int) Ranges.checked("maximum aggregate", bytes, MIN_BYTES, MAX_BYTES);
            return this;
        }

        /** The stream's limit for a record, in bytes with its partition key. Default: 1 MiB. From 64 to 10 MiB. */
        public Builder maxRecordBytes(int bytes) {
            this.maxRecordBytes = (int) Ranges.checked("maximum record", bytes, MIN_BYTES, MAX_BYTES);
            return this;
        }

        /** How long the first record of an aggregate waits for others. Default: 100 ms. From 0, which sends at once. */
        public Builder linger(Duration linger) {
            this.linger = Ranges.positive("linger", linger, true);
            return this;
        }

        /**
         * Whether records wait for others only while a request is under way: latency is near that of a linger of 0
         * when little is put, and aggregates fill up when much is. Costs more requests: up to one for each round trip.
         * Default: false.
         */
        public Builder adaptive(boolean adaptive) {
            this.adaptive = adaptive;
            return this;
        }

        /**
         * What is sent to a shard each second at most, as a share of its limits of 1 MiB and 1,000 records. After
         * throttling it is less for a while. Default: 1. Positive; infinity for no limit.
         */
        public Builder rateLimit(double share) {
            if (!(share > 0)) {
                throw new IllegalArgumentException("rate limit out of range: " + share + " (must be positive)");
            }
            this.rateLimit = share;
            return this;
        }

        /** Unanswered requests of the stream. Default: 8. From 1. */
        public Builder maxRequestsInFlight(int count) {
            this.maxRequestsInFlight = (int) Ranges.checked("requests in flight", count, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * The options as they are now.
         *
         * @throws IllegalArgumentException if they contradict each other
         */
        StreamOptions build() {
            if (maxAggregateBytes > maxRecordBytes) {
                throw new IllegalArgumentException("aggregates larger than records: maxAggregateBytes="
                        + maxAggregateBytes + " (max " + maxRecordBytes + ", the maximum record)");
            }
            if (ordering == Ordering.PER_PARTITION_KEY && distribution == Distribution.BY_STREAM) {
                throw new IllegalArgumentException("no order in a stream that places records itself: ordering="
                        + ordering + " distribution=" + distribution);
            }
            return new StreamOptions(
                    client,
                    layout,
                    grouping,
                    ordering,
                    distribution,
                    maxAggregateBytes,
                    maxRecordBytes,
                    linger,
                    adaptive,
                    rateLimit,
                    maxRequestsInFlight);
        }
    }
}
