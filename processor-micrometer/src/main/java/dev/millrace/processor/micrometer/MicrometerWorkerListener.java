package dev.millrace.processor.micrometer;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.CheckpointEvent;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.ReadEvent;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.StopReason;
import dev.millrace.processor.WorkerListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what a worker does in the meters of a registry. {@code docs/metrics.md} has all of them.
 *
 * <pre>{@code
 * Worker worker = SingleProcessWorker.builder(client, stream, MyProcessor::new)
 *         .listener(MicrometerWorkerListener.builder(registry).build())
 *         .build();
 * }</pre>
 *
 * <p>Tags are {@code stream}, {@code error} (the class of an exception) and {@code reason}; {@code shard} only of the gauge
 * that says how far behind a shard is, and on request of the other meters. Meters with a shard leave the registry when the
 * worker no longer holds it, so their number is bounded however often a stream is resharded. When there are too many
 * classes of exceptions all further ones are {@code other}.
 *
 * <p>Several workers may share one listener. Several listeners of one registry need {@linkplain Builder#tags tags of their
 * own}, or they undo each other's gauges.
 */
public final class MicrometerWorkerListener implements WorkerListener {

    private final MeterRegistry registry;
    private final Tags tags;
    private final boolean shardTag;
    private final ErrorNames errors;
    private final Map<String, StreamMeters> meters = new ConcurrentHashMap<>();

    private MicrometerWorkerListener(Builder builder) {
        this.registry = builder.registry;
        this.tags = builder.tags;
        this.shardTag = builder.shardTag;
        this.errors = new ErrorNames(builder.maxErrors);
    }

    /** One whose meters are of this registry. */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    @Override
    public void shardStarted(String stream, String shardId, ExtendedSequenceNumber checkpoint) {
        meters(stream).started(shardId);
    }

    @Override
    public void readEnded(ReadEvent event) {
        meters(event.stream()).read(event);
    }

    @Override
    public void batchEnded(BatchEvent event) {
        meters(event.stream()).batch(event);
    }

    @Override
    public void checkpointEnded(CheckpointEvent event) {
        meters(event.stream()).count(event.shardId(), target -> target.checkpoint(event));
    }

    @Override
    public void corruptRecord(String stream, String shardId, ReceivedRecord record) {
        meters(stream).count(shardId, EventMeters::corrupt);
    }

    @Override
    public void shardStopped(String stream, String shardId, StopReason reason) {
        meters(stream).stopped(shardId, reason);
    }

    private StreamMeters meters(String stream) {
        return meters.computeIfAbsent(
                stream, name -> new StreamMeters(registry, tags.and("stream", name), shardTag, errors));
    }

    /** Makes a {@link MicrometerWorkerListener}. */
    public static final class Builder {
        private final MeterRegistry registry;
        private Tags tags = Tags.empty();
        private boolean shardTag;
        private int maxErrors = 50;

        private Builder(MeterRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /** Tags of every meter, such as one that names the worker. Default: none. */
        public Builder tags(Iterable<Tag> tags) {
            this.tags = Tags.of(tags);
            return this;
        }

        /**
         * Whether meters of reads, batches, checkpoints and records are kept for each shard. Default: false.
         *
         * <p>What they have counted since a registry last looked is gone with the shard, and sums over all shards fall.
         */
        public Builder shardTag(boolean shardTag) {
            this.shardTag = shardTag;
            return this;
        }

        /** Values of the tag {@code error}. Default: 50. From 1. */
        public Builder maxErrors(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("maximum of errors out of range: " + count + " (at least 1)");
            }
            this.maxErrors = count;
            return this;
        }

        public MicrometerWorkerListener build() {
            return new MicrometerWorkerListener(this);
        }
    }
}
