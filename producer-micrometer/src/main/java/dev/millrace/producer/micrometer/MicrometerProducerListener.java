package dev.millrace.producer.micrometer;

import dev.millrace.producer.Attempt;
import dev.millrace.producer.AttemptEvent;
import dev.millrace.producer.DeliveryEvent;
import dev.millrace.producer.ProducerListener;
import dev.millrace.producer.RequestEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a producer does in the meters of a registry. {@code docs/metrics.md} has all of them.
 *
 * <pre>{@code
 * Producer producer = Producer.builder(client)
 *         .listener(MicrometerProducerListener.builder(registry).build())
 *         .build();
 * new OutstandingMeters(producer, Tags.empty()).bindTo(registry);
 * }</pre>
 *
 * <p>Tags are {@code stream}, {@code outcome}, {@code error} (the code of a service or client error), and on request
 * {@code shard}. What is not known is {@code none}; when a tag has its largest number of values, all further ones are
 * {@code other}, so that the number of meters is bounded.
 */
public final class MicrometerProducerListener implements ProducerListener {

    private final MeterRegistry registry;
    private final Tags tags;
    private final boolean shardTag;
    private final BoundedNames streams;
    private final BoundedNames shards;
    private final BoundedNames errors;
    private final Map<String, StreamMeters> meters = new ConcurrentHashMap<>();

    private MicrometerProducerListener(Builder builder) {
        this.registry = builder.registry;
        this.tags = builder.tags;
        this.shardTag = builder.shardTag;
        this.streams = new BoundedNames(builder.maxStreams);
        this.shards = new BoundedNames(builder.maxShards);
        this.errors = new BoundedNames(builder.maxErrors);
    }

    /** One whose meters are of this registry. */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    @Override
    public void userRecordAccepted(String stream, int dataBytes) {
        StreamMeters target = meters(stream);
        target.accepted.increment();
        target.acceptedBytes.increment(dataBytes);
    }

    @Override
    public void requestEnded(RequestEvent event) {
        StreamMeters target = meters(event.stream());
        target.request(Tags.of("error", errors.of(event.errorCode()))).record(event.duration());
        target.kinesisRecordsPerRequest.record(event.kinesisRecords());
        target.userRecordsPerRequest.record(event.userRecords());
    }

    @Override
    public void attemptEnded(AttemptEvent event) {
        StreamMeters target = meters(event.stream());
        Tags shard = shard(event.shardId());
        target.attempts(shard.and("outcome", name(event.outcome()), "error", errors.of(event.errorCode())))
                .increment();
        target.userRecordsPerKinesisRecord.record(event.userRecords());
        if (event.number() == 1) {
            target.buffering.record(event.delay());
        }
        if (event.outcome() == Attempt.Outcome.STORED || event.outcome() == Attempt.Outcome.MISPLACED) {
            target.storedBytes(shard).increment(event.bytes());
        }
    }

    @Override
    public void deliveryEnded(DeliveryEvent event) {
        StreamMeters target = meters(event.stream());
        Tags shard = shard(event.shardId());
        Tags outcome = Tags.of("outcome", event.failure() == null ? "stored" : name(event.failure()));
        target.ended(shard.and(outcome)).increment(event.userRecords());
        target.delivery(outcome).record(event.duration());
        for (int i = 0; i < event.userRecords(); i++) {
            target.retries.record(Math.max(0, event.attempts() - 1));
        }
        if (event.failure() == null) {
            target.dataBytes(shard).increment((double) event.dataBytes());
        }
    }

    private StreamMeters meters(String stream) {
        StreamMeters known = meters.get(stream);
        if (known != null) {
            return known;
        }
        String name = streams.of(stream);
        return meters.computeIfAbsent(name, tag -> new StreamMeters(registry, tags.and("stream", tag)));
    }

    private Tags shard(@Nullable String shardId) {
        return shardTag ? Tags.of("shard", shards.of(shardId)) : Tags.empty();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Makes a {@link MicrometerProducerListener}. */
    public static final class Builder {
        private final MeterRegistry registry;
        private Tags tags = Tags.empty();
        private boolean shardTag;
        private int maxStreams = 100;
        private int maxShards = 1_000;
        private int maxErrors = 50;

        private Builder(MeterRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /** Tags of every meter, such as one that names the producer. Default: none. */
        public Builder tags(Iterable<Tag> tags) {
            this.tags = Tags.of(tags);
            return this;
        }

        /** Whether meters of Kinesis records and user records are kept for each shard. Default: false. */
        public Builder shardTag(boolean shardTag) {
            this.shardTag = shardTag;
            return this;
        }

        /** Values of the tag {@code stream}. Default: 100. From 1. */
        public Builder maxStreams(int count) {
            this.maxStreams = positive("streams", count);
            return this;
        }

        /** Values of the tag {@code shard}, of all streams. Default: 1000. From 1. */
        public Builder maxShards(int count) {
            this.maxShards = positive("shards", count);
            return this;
        }

        /** Values of the tag {@code error}. Default: 50. From 1. */
        public Builder maxErrors(int count) {
            this.maxErrors = positive("errors", count);
            return this;
        }

        public MicrometerProducerListener build() {
            return new MicrometerProducerListener(this);
        }

        private static int positive(String what, int count) {
            if (count < 1) {
                throw new IllegalArgumentException("maximum of " + what + " out of range: " + count + " (at least 1)");
            }
            return count;
        }
    }
}
