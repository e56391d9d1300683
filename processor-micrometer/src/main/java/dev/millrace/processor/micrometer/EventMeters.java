package dev.millrace.processor.micrometer;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.CheckpointEvent;
import dev.millrace.processor.ReadEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a stream, or of one shard, are counted in. Not every engine tells of reads, so their meters come with
 * the first one.
 */
final class EventMeters {

    static final String PREFIX = "millrace.processor.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final ErrorNames errors;
    private final Counter processed;
    private final Counter corrupt;
    private final DistributionSummary userRecordsPerBatch;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<TimerName, Timer> timers = new ConcurrentHashMap<>();

    /** A timer of this stream or shard. */
    private record TimerName(String name, Tags further) {}

    EventMeters(MeterRegistry registry, Tags tags, ErrorNames errors) {
        this.registry = registry;
        this.tags = tags;
        this.errors = errors;
        this.processed = counter("user.records.processed", "user records that a processor is done with", null);
        this.corrupt = counter("kinesis.records.corrupt", "Kinesis records that cannot be read", null);
        this.userRecordsPerBatch = DistributionSummary.builder(PREFIX + "user.records.per.batch")
                .description("user records that a processor is given together")
                .tags(tags)
                .register(registry);
    }

    void read(ReadEvent event) {
        Tags error = Tags.of("error", errors.of(event.failure()));
        timer("read", error, "from the request for records to its answer").record(event.duration());
        if (event.failure() == null) {
            counter("kinesis.records.read", "Kinesis records that were read", null)
                    .increment(event.kinesisRecords());
            counter("kinesis.records.read.bytes", "data of Kinesis records that were read", "bytes")
                    .increment((double) event.bytes());
        }
    }

    /**
     * A batch went through a processor.
     *
     * @param done how many user records more the processor is done with
     */
    void batch(BatchEvent event, int done) {
        Tags error = Tags.of("error", errors.of(event.failure()));
        timer("batch", error, "a processor's call for a batch").record(event.duration());
        processed.increment(done);
        if (event.attempt() == 1) {
            userRecordsPerBatch.record(event.userRecords());
        }
    }

    void checkpoint(CheckpointEvent event) {
        Tags further = Tags.of("error", errors.of(event.failure()), "prepared", Boolean.toString(event.prepared()));
        timer("checkpoint", further, "storing a checkpoint, with all tries").record(event.duration());
    }

    void corrupt() {
        corrupt.increment();
    }

    /** Takes all of them out of the registry. They are not to be used any more. */
    void remove() {
        registry.remove(userRecordsPerBatch);
        counters.values().forEach(registry::remove);
        timers.values().forEach(registry::remove);
    }

    private Counter counter(String name, String description, @Nullable String unit) {
        return counters.computeIfAbsent(
                name,
                key -> Counter.builder(PREFIX + key)
                        .description(description)
                        .baseUnit(unit)
                        .tags(tags)
                        .register(registry));
    }

    private Timer timer(String name, Tags further, String description) {
        return timers.computeIfAbsent(
                new TimerName(name, further),
                key -> Timer.builder(PREFIX + name)
                        .description(description)
                        .tags(tags.and(further))
                        .register(registry));
    }
}
