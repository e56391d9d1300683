package dev.millrace.producer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordCallbackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Settings of an {@link AggregationManager}. */
public final class AggregationManagerBuilder {

    final String streamName;
    final Supplier<KinesisAsyncClient> client;
    final List<Consumer<AggregationManager>> callbacks = new ArrayList<>();
    AggregationLayout layout = AggregationLayout.PINNED;
    int maxSizeBytes = 1024 * 1024;
    int refreshShardFrequencyCount = AggregationManager.DEFAULT_REFRESH_SHARD_FREQUENCY_COUNT;
    Duration refreshInterval = Duration.ofMinutes(1);
    LongSupplier nanoClock = System::nanoTime;

    @Nullable
    BiConsumer<? super AggregatedRecord, ? super Throwable> callbackErrorHandler;

    AggregationManagerBuilder(String streamName, Supplier<KinesisAsyncClient> client) {
        this.streamName = Objects.requireNonNull(streamName, "streamName");
        this.client = client;
    }

    /** Default: {@link AggregationLayout#PINNED}. */
    public AggregationManagerBuilder layout(AggregationLayout layout) {
        this.layout = Objects.requireNonNull(layout, "layout");
        return this;
    }

    /**
     * The most that a finished record may have, in bytes, data and outer partition key together as the service counts
     * them. Default: 1 MiB. From 64 bytes to 10 MiB.
     */
    public AggregationManagerBuilder maxSizeBytes(int maxSizeBytes) {
        RecordAggregator.builder().maxSizeBytes(maxSizeBytes);
        this.maxSizeBytes = maxSizeBytes;
        return this;
    }

    /** After how many user records the shards are read again. Default: 1,000. At least 1. */
    public AggregationManagerBuilder refreshShardFrequencyCount(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("refresh count out of range: " + count + " (at least 1)");
        }
        this.refreshShardFrequencyCount = count;
        return this;
    }

    /**
     * After how much time the shards are read again, with the next user record. Default: 1 minute. Longer than zero.
     */
    public AggregationManagerBuilder refreshInterval(Duration interval) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("refresh interval out of range: " + interval + " (longer than zero)");
        }
        this.refreshInterval = interval;
        return this;
    }

    /** Adds a callback that every finished record is handed to, on a thread of its own. At least one is needed. */
    public AggregationManagerBuilder onRecordComplete(Consumer<? super AggregatedRecord> callback) {
        Objects.requireNonNull(callback, "callback");
        callbacks.add(manager -> manager.onRecordComplete(callback));
        return this;
    }

    /** Adds a callback that every finished record is handed to, where the executor runs it. */
    public AggregationManagerBuilder onRecordComplete(Consumer<? super AggregatedRecord> callback, Executor executor) {
        Objects.requireNonNull(callback, "callback");
        Objects.requireNonNull(executor, "executor");
        callbacks.add(manager -> manager.onRecordComplete(callback, executor));
        return this;
    }

    /**
     * Is given a finished record that a callback did not take, with what the callback threw. Default: the uncaught
     * exception handler of the callback's thread, with both in a {@link RecordCallbackException}.
     */
    public AggregationManagerBuilder onCallbackError(BiConsumer<? super AggregatedRecord, ? super Throwable> handler) {
        this.callbackErrorHandler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /** For tests. */
    AggregationManagerBuilder nanoClock(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        return this;
    }

    /**
     * The manager.
     *
     * @throws IllegalStateException if there is no callback
     */
    public AggregationManager build() {
        if (callbacks.isEmpty()) {
            throw new IllegalStateException(
                    "no callback: finished records would have nowhere to go (call onRecordComplete first)");
        }
        AggregationManager manager = new AggregationManager(this, false);
        callbacks.forEach(callback -> callback.accept(manager));
        return manager;
    }
}
