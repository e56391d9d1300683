package dev.millrace.producer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordCallbacks;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.RecordTooLargeException;
import dev.millrace.record.ShardMap;
import dev.millrace.record.StoredUserRecord;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Packs the user records of one stream into aggregated records, shard by shard, and follows the shards as they change.
 * It does not send: finished records go to callbacks, whose owner puts them. {@link Producer} does both.
 *
 * <pre>{@code
 * AggregationManager manager = new AggregationManager("orders", "eu-central-1");
 * manager.onRecordComplete(record -> put(record));
 * manager.addUserRecord("key", data);
 * manager.flushAll();
 * }</pre>
 */
/*
 * Threads. Any number of threads may add. One lock keeps aggregators and the order of finished records; no code of the
 * caller's runs under it. Finished records are queued under the lock and delivered outside of it, so a callback may
 * use the manager.
 *
 * Shards. The map is read with the first record, then again after so many records, after so much time, when a put was
 * answered with another shard than the map has, and on demand; always in the background, while the map before stays
 * in use. The first listing is waited for, a few seconds at most. A listing that fails keeps the map before.
 *
 * Memory. One open aggregate for each shard, and in pinned layout up to 16 for explicit hash keys of the callers' own; for
 * each callback a bounded number of finished ones, after which an add waits.
 *
 * Failure. A callback that throws loses nothing, see RecordCallbacks. Without a map, only records of one partition key
 * share a pinned aggregate; in KPL layout, records go alone.
 */
public final class AggregationManager implements AutoCloseable {

    /** After how many user records the shards are read again, by default. */
    public static final int DEFAULT_REFRESH_SHARD_FREQUENCY_COUNT = 1_000;

    /** Region of the constructors that name none. */
    public static final String DEFAULT_REGION = "us-east-1";

    private static final Logger LOG = LoggerFactory.getLogger(AggregationManager.class);
    private static final Duration FIRST_LISTING_LIMIT = Duration.ofSeconds(5);

    private final ShardDirectory shards;
    private final @Nullable KinesisAsyncClient ownClient;
    private final int refreshCount;
    private final long refreshNanos;
    private final LongSupplier nanoClock;
    private final RecordCallbacks callbacks;

    private final Object lock = new Object();
    private final ShardAggregators aggregators;
    private int addedSinceRefresh;
    private long lastRefresh;
    private boolean closed;
    private volatile @Nullable CompletableFuture<Void> firstListing;

    /** A manager for a stream in {@value #DEFAULT_REGION}, with the default credentials. */
    public AggregationManager(String streamName) {
        this(streamName, DEFAULT_REGION);
    }

    /** A manager for a stream, with the default credentials. */
    public AggregationManager(String streamName, String regionName) {
        this(streamName, regionName, DEFAULT_REFRESH_SHARD_FREQUENCY_COUNT);
    }

    /**
     * A manager for a stream, with the default credentials and a client of its own, which {@link #close()} closes.
     *
     * @param refreshShardFrequencyCount after how many user records the shards are read again, at least 1
     */
    public AggregationManager(String streamName, String regionName, int refreshShardFrequencyCount) {
        this(
                new AggregationManagerBuilder(
                                streamName,
                                () -> KinesisAsyncClient.builder()
                                        .region(Region.of(regionName))
                                        .build())
                        .refreshShardFrequencyCount(refreshShardFrequencyCount),
                true);
    }

    AggregationManager(AggregationManagerBuilder builder, boolean ownsClient) {
        KinesisAsyncClient client = builder.client.get();
        this.shards = new ShardDirectory(client, builder.streamName, new Complaints(LOG), builder.nanoClock);
        this.ownClient = ownsClient ? client : null;
        this.refreshCount = builder.refreshShardFrequencyCount;
        this.refreshNanos = builder.refreshInterval.toNanos();
        this.nanoClock = builder.nanoClock;
        this.lastRefresh = nanoClock.getAsLong();
        this.callbacks = builder.callbackErrorHandler == null
                ? RecordCallbacks.create()
                : RecordCallbacks.withErrorHandler(builder.callbackErrorHandler);
        this.aggregators = new ShardAggregators(builder.layout, builder.maxSizeBytes, callbacks::hand);
    }

    /**
     * A manager with a client of the caller's, who closes it.
     *
     * @param streamName the stream's name
     */
    public static AggregationManagerBuilder builder(String streamName, KinesisAsyncClient client) {
        Objects.requireNonNull(client, "client");
        return new AggregationManagerBuilder(streamName, () -> client);
    }

    /** Adds a callback that every finished record is handed to, on a thread of its own. */
    public void onRecordComplete(Consumer<? super AggregatedRecord> callback) {
        callbacks.add(callback);
    }

    /** Adds a callback that every finished record is handed to, where the executor runs it. */
    public void onRecordComplete(Consumer<? super AggregatedRecord> callback, Executor executor) {
        callbacks.add(callback, executor);
    }

    /**
     * Adds a user record to the aggregate of its shard. Waits while a callback has too much before it, and with the first
     * record until the shards are listed, at most a few seconds.
     *
     * @throws RecordTooLargeException if it does not fit even alone; nothing was changed then
     * @throws IllegalStateException if there is no callback, or the manager is closed
     */
    public void addUserRecord(UserRecord record) {
        Objects.requireNonNull(record, "record");
        if (callbacks.isEmpty()) {
            throw new IllegalStateException(
                    "no callback: finished records would have nowhere to go (call onRecordComplete first)");
        }
        awaitFirstListing();
        boolean due;
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the aggregation manager is closed");
            }
            aggregators.use(shards.open());
            aggregators.add(record);
            addedSinceRefresh++;
            due = addedSinceRefresh >= refreshCount || nanoClock.getAsLong() - lastRefresh >= refreshNanos;
        }
        if (due) {
            CompletableFuture<Void> unused = beginRefresh();
        }
        callbacks.deliver();
    }

    /** Adds a user record that goes where its partition key sends it. */
    public void addUserRecord(String partitionKey, byte[] data) {
        addUserRecord(UserRecord.of(partitionKey, data));
    }

    /** Adds a user record with the UTF-8 bytes of a text. */
    public void addUserRecord(String partitionKey, String data) {
        addUserRecord(UserRecord.of(partitionKey, data));
    }

    /** Adds a user record with an explicit hash key of its own, unless that is null. */
    public void addUserRecord(String partitionKey, @Nullable HashKey explicitHashKey, byte[] data) {
        addUserRecord(UserRecord.of(partitionKey, explicitHashKey, data));
    }

    /** Adds a user record with an explicit hash key of its own, unless that is null. */
    public void addUserRecord(String partitionKey, @Nullable HashKey explicitHashKey, ByteBuffer data) {
        addUserRecord(UserRecord.of(partitionKey, explicitHashKey, data));
    }

    /**
     * A handle for the shard that owns the hash key of such a record, now and whenever the shards have changed.
     *
     * @param explicitHashKey null if the partition key decides
     */
    public ShardAggregator getRecordAggregator(String partitionKey, @Nullable HashKey explicitHashKey) {
        return new ShardAggregator(
                this, UserRecord.of(partitionKey, explicitHashKey, new byte[0]).hashKey());
    }

    /** Finishes everything that is open and hands it to the callbacks. */
    public void flushAll() {
        synchronized (lock) {
            aggregators.use(shards.open());
            aggregators.finishAll();
        }
        callbacks.deliver();
    }

    /**
     * Reads the shards anew and goes on with them: pinned aggregates of shards that are gone are handed to the callbacks,
     * in KPL layout they are taken apart and their user records find their new shards.
     *
     * @return false if they could not be listed within the limit; the map before stays in use then
     */
    public boolean refresh(Duration limit) throws InterruptedException {
        ShardMap before = shards.open();
        await(beginRefresh(), limit);
        boolean refreshed = shards.open() != before;
        synchronized (lock) {
            aggregators.use(shards.open());
        }
        callbacks.deliver();
        return refreshed;
    }

    /**
     * Tells the manager where a put has landed. If that shard is not in the map, the shards are read anew.
     *
     * @param shardId as the put's answer names it
     * @return whether every reader finds its user records there: if they are plain, or the shard owns the hash keys of
     *     all of them; where that shard is still unknown, false. A pinned record is always found, except on streams that place
     *     records themselves; of one in KPL layout, false means that it must be sent again, see {@link #reroute}
     */
    public CompletableFuture<Boolean> putAnswered(AggregatedRecord record, String shardId) {
        boolean expected = shards.open().shards().stream()
                .anyMatch(shard -> shard.shardId().equals(shardId));
        CompletableFuture<Void> known = expected ? CompletableFuture.completedFuture(null) : beginRefresh();
        return known.thenApply(done -> {
            HashKeyRange range = shards.range(shardId);
            return !record.framed() || (range != null && range.contains(record.hashKeys()));
        });
    }

    /** Takes a finished record apart and adds its user records again, each to the aggregate of its shard. */
    public void reroute(AggregatedRecord record) {
        Deaggregation opened = RecordDeaggregator.create().deaggregate(record.data());
        if (opened instanceof Deaggregation.Aggregated aggregated) {
            for (StoredUserRecord userRecord : aggregated.userRecords()) {
                addUserRecord(userRecord.toUserRecord());
            }
            return;
        }
        // A lone record in KPL layout always carries a hash key, also if that is its partition key's.
        HashKey explicit = record.explicitHashKey();
        boolean own = explicit != null && !explicit.equals(HashKey.ofPartitionKey(record.partitionKey()));
        addUserRecord(UserRecord.of(record.partitionKey(), own ? explicit : null, record.data()));
    }

    /** User records that wait in open aggregates. */
    public int userRecordCount() {
        synchronized (lock) {
            return aggregators.userRecordCount();
        }
    }

    /**
     * Waits until the callbacks have returned from everything that was handed to them.
     *
     * @return false if that takes longer than the limit
     */
    public boolean awaitCallbacks(Duration limit) throws InterruptedException {
        return callbacks.awaitIdle(limit);
    }

    /** Hands over everything that is open and takes no more. Does not wait for the callbacks to return. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        flushAll();
        if (ownClient != null) {
            ownClient.close();
        }
    }

    List<AggregatedRecord> clearAndGet(HashKey hashKey) {
        synchronized (lock) {
            return aggregators.of(hashKey).clearAndGet();
        }
    }

    int userRecordCount(HashKey hashKey) {
        synchronized (lock) {
            return aggregators.of(hashKey).userRecordCount();
        }
    }

    long sizeBytes(HashKey hashKey) {
        synchronized (lock) {
            return aggregators.of(hashKey).sizeBytes();
        }
    }

    private CompletableFuture<Void> beginRefresh() {
        synchronized (lock) {
            addedSinceRefresh = 0;
            lastRefresh = nanoClock.getAsLong();
        }
        return shards.refreshed();
    }

    /** Waits for the shards once; whoever comes later finds the answer, or goes on without. */
    private void awaitFirstListing() {
        CompletableFuture<Void> listing = firstListing;
        if (listing == null) {
            listing = beginRefresh();
            firstListing = listing;
        }
        if (!listing.isDone()) {
            try {
                await(listing, FIRST_LISTING_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            firstListing = CompletableFuture.completedFuture(null);
        }
    }

    private static void await(CompletableFuture<Void> listing, Duration limit) throws InterruptedException {
        try {
            listing.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn("shards are not listed in time, going on with those known: limit={}", limit);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a listing of shards never fails", e);
        }
    }
}
