package dev.millrace.producer;

import dev.millrace.record.AggregationLayout;
import dev.millrace.record.RecordTag;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Settings of a {@link Producer}: for all streams, and for single ones where they differ. */
public final class ProducerBuilder {

    private static final long LEAST_BUFFER = 16L << 20;
    private static final long MOST_BUFFER = 256L << 20;
    private static final int BUFFER_SHARE_OF_HEAP = 8;
    private static final int MAX_ID_CHARACTERS = 64;

    private final KinesisAsyncClient client;
    private final StreamOptions.Builder options = StreamOptions.DEFAULT.change();
    private final Map<String, UnaryOperator<StreamOptions.Builder>> changes = new LinkedHashMap<>();
    private Duration deliveryTimeout = Duration.ofSeconds(30);
    private Duration requestTimeout = Duration.ofSeconds(10);
    private long bufferBytes =
            Math.max(LEAST_BUFFER, Math.min(MOST_BUFFER, Runtime.getRuntime().maxMemory() / BUFFER_SHARE_OF_HEAP));
    private WhenFull whenFull = WhenFull.BLOCK;
    private Duration maxBlock = Duration.ofSeconds(60);
    private Duration shardMapRefresh = Duration.ofSeconds(60);
    private boolean judgeDelivery = true;
    private @Nullable String producerId;
    private ProducerListener listener = ProducerListener.NONE;

    ProducerBuilder(KinesisAsyncClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /**
     * Options of one stream where they differ from those of all, whenever those are set.
     *
     * <pre>{@code
     * builder.stream("orders", options -> options.ordering(Ordering.PER_PARTITION_KEY))
     * }</pre>
     *
     * @param stream its name or ARN, as it is put into
     */
    public ProducerBuilder stream(String stream, UnaryOperator<StreamOptions.Builder> change) {
        changes.put(Objects.requireNonNull(stream, "stream"), Objects.requireNonNull(change, "change"));
        return this;
    }

    /** See {@link StreamOptions.Builder#layout}. */
    public ProducerBuilder layout(AggregationLayout layout) {
        options.layout(layout);
        return this;
    }

    /** See {@link StreamOptions.Builder#grouping}. */
    public ProducerBuilder grouping(Grouping grouping) {
        options.grouping(grouping);
        return this;
    }

    /** See {@link StreamOptions.Builder#ordering}. */
    public ProducerBuilder ordering(Ordering ordering) {
        options.ordering(ordering);
        return this;
    }

    /** See {@link StreamOptions.Builder#distribution}. */
    public ProducerBuilder distribution(Distribution distribution) {
        options.distribution(distribution);
        return this;
    }

    /** See {@link StreamOptions.Builder#maxAggregateBytes}. */
    public ProducerBuilder maxAggregateBytes(int bytes) {
        options.maxAggregateBytes(bytes);
        return this;
    }

    /** See {@link StreamOptions.Builder#maxRecordBytes}. */
    public ProducerBuilder maxRecordBytes(int bytes) {
        options.maxRecordBytes(bytes);
        return this;
    }

    /** See {@link StreamOptions.Builder#linger}. */
    public ProducerBuilder linger(Duration linger) {
        options.linger(linger);
        return this;
    }

    /** See {@link StreamOptions.Builder#adaptive}. */
    public ProducerBuilder adaptive(boolean adaptive) {
        options.adaptive(adaptive);
        return this;
    }

    /** See {@link StreamOptions.Builder#rateLimit}. */
    public ProducerBuilder rateLimit(double share) {
        options.rateLimit(share);
        return this;
    }

    /** See {@link StreamOptions.Builder#maxRequestsInFlight}. */
    public ProducerBuilder maxRequestsInFlight(int count) {
        options.maxRequestsInFlight(count);
        return this;
    }

    /** From the acceptance of a record to the end of all tries. Default: 30 s. Positive. */
    public ProducerBuilder deliveryTimeout(Duration timeout) {
        this.deliveryTimeout = Ranges.positive("delivery timeout", timeout, false);
        return this;
    }

    /** How long an answer to one request is waited for. Default: 10 s. Positive. */
    public ProducerBuilder requestTimeout(Duration timeout) {
        this.requestTimeout = Ranges.positive("request timeout", timeout, false);
        return this;
    }

    /**
     * What accepted records may take until they are answered, in bytes; each counts its data, its key and 160.
     * Default: an eighth of the heap, from 16 to 256 MiB. From 1 KiB.
     */
    public ProducerBuilder bufferBytes(long bytes) {
        this.bufferBytes = Ranges.checked("buffer", bytes, 1024, Long.MAX_VALUE);
        return this;
    }

    /** What a put does when the buffer is full. Default: {@link WhenFull#BLOCK}. */
    public ProducerBuilder whenFull(WhenFull whenFull) {
        this.whenFull = Objects.requireNonNull(whenFull, "whenFull");
        return this;
    }

    /** How long a put waits for room in the buffer. Default: 60 s. From 0. */
    public ProducerBuilder maxBlock(Duration maxBlock) {
        this.maxBlock = Ranges.positive("maximum block", maxBlock, true);
        return this;
    }

    /**
     * How often the shards are looked up when nothing else asks for it; the true times are spread between half of it
     * and all of it. Default: 60 s. Positive.
     */
    public ProducerBuilder shardMapRefresh(Duration interval) {
        this.shardMapRefresh = Ranges.positive("shard map refresh", interval, false);
        return this;
    }

    /**
     * Whether it is checked that an aggregate landed in a shard where every reader delivers it. Without, an aggregate
     * in KPL layout can be lost at a reshard; this is for showing that, and for nothing else. Default: true.
     */
    public ProducerBuilder judgeDelivery(boolean judge) {
        this.judgeDelivery = judge;
        return this;
    }

    /**
     * Gives each accepted user record a tag, for readers that de-duplicate: this id as its key, and a number as its
     * value, from 1 on in each stream. A record that is sent again keeps it. Two producers that put into one stream need
     * different ids, also one after the other. A tag takes 6 bytes, those of the id and the digits of the number. Default:
     * no tag. 1 to 64 characters, not {@code pin}; not with {@link Grouping#NONE} or {@link Distribution#BY_STREAM}.
     */
    public ProducerBuilder producerId(String id) {
        if (id.isBlank() || id.length() > MAX_ID_CHARACTERS) {
            throw new IllegalArgumentException("producer id " + (id.isBlank() ? "is blank" : "too long")
                    + ": characters=" + id.length() + " (allowed 1 to " + MAX_ID_CHARACTERS + ", not all blank)");
        }
        this.producerId = new RecordTag(id, null).key();
        return this;
    }

    /** Who is told what the producer does. Default: nobody. */
    public ProducerBuilder listener(ProducerListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Starts a producer.
     *
     * @throws IllegalArgumentException if settings contradict each other
     */
    public Producer build() {
        return new Producer(settings());
    }

    /** The settings as they are now, checked against each other. */
    ProducerSettings settings() {
        StreamOptions all = options.build();
        Map<String, StreamOptions> byStream = new HashMap<>();
        changes.forEach((stream, change) ->
                byStream.put(stream, change.apply(all.change()).build()));
        int largest = byStream.values().stream()
                .mapToInt(StreamOptions::maxRecordBytes)
                .reduce(all.maxRecordBytes(), Math::max);
        if (producerId != null) {
            checkTags(all, "all");
            byStream.forEach((stream, own) -> checkTags(own, stream));
        }
        if (bufferBytes < largest + (long) Producer.OVERHEAD) {
            throw new IllegalArgumentException("buffer smaller than one record: bufferBytes=" + bufferBytes + " (min "
                    + (largest + Producer.OVERHEAD) + ")");
        }
        return new ProducerSettings(
                client,
                all,
                Map.copyOf(byStream),
                deliveryTimeout,
                requestTimeout,
                bufferBytes,
                whenFull,
                maxBlock,
                shardMapRefresh,
                judgeDelivery,
                producerId,
                listener);
    }

    private static void checkTags(StreamOptions options, String stream) {
        if (options.grouping() == Grouping.NONE || options.distribution() == Distribution.BY_STREAM) {
            throw new IllegalArgumentException(
                    "producer id without aggregated records, and no other record can carry it: stream=" + stream
                            + " grouping=" + options.grouping() + " distribution=" + options.distribution());
        }
    }
}
