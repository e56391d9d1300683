package dev.millrace.processor.micrometer;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.ReadEvent;
import dev.millrace.processor.StopReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The meters of one stream, and its shards that are processed here. Safe for use by many threads. */
final class StreamMeters {

    static final String HELD = EventMeters.PREFIX + "shards.held";

    private final MeterRegistry registry;
    private final Tags tags;
    private final boolean shardTag;
    private final ErrorNames errors;
    private final EventMeters events;
    private final Counter started;
    private final Map<StopReason, Counter> stopped = new ConcurrentHashMap<>();
    private final Map<String, HeldShard> held = new ConcurrentHashMap<>();

    StreamMeters(MeterRegistry registry, Tags tags, boolean shardTag, ErrorNames errors) {
        this.registry = registry;
        this.tags = tags;
        this.shardTag = shardTag;
        this.errors = errors;
        // What comes when its shard has ended is not lost: a registry may want the same tags for all meters of a name.
        this.events = new EventMeters(registry, shardTag ? tags.and("shard", ErrorNames.NONE) : tags, errors);
        this.started = Counter.builder(EventMeters.PREFIX + "shards.started")
                .description("shards that were taken up")
                .tags(tags)
                .register(registry);
        Gauge.builder(HELD, held, Map::size)
                .description("shards that are processed here")
                .tags(tags)
                .register(registry);
    }

    void started(String shardId) {
        started.increment();
        held.compute(shardId, (id, known) -> known == null ? taken(id) : known.again());
    }

    void stopped(String shardId, StopReason reason) {
        stopped.computeIfAbsent(reason, this::stops).increment();
        held.computeIfPresent(shardId, (id, known) -> known.released() ? null : known);
    }

    void read(ReadEvent event) {
        HeldShard shard = held.get(event.shardId());
        if (shard != null) {
            shard.read(event);
        }
        count(event.shardId(), meters -> meters.read(event));
    }

    void batch(BatchEvent event) {
        HeldShard shard = held.get(event.shardId());
        int whole = event.failure() == null ? event.userRecords() : 0;
        int done = shard == null ? whole : shard.batch(event);
        count(event.shardId(), meters -> meters.batch(event, done));
    }

    /** Counts an event in the meters of its shard, or in those of the stream. */
    void count(String shardId, Consumer<EventMeters> event) {
        HeldShard shard = held.get(shardId);
        if (shard == null) {
            event.accept(events);
        } else {
            shard.count(events, event);
        }
    }

    private HeldShard taken(String shardId) {
        Tags own = tags.and("shard", shardId);
        return new HeldShard(registry, own, shardTag ? new EventMeters(registry, own, errors) : null);
    }

    private Counter stops(StopReason reason) {
        return Counter.builder(EventMeters.PREFIX + "shards.stopped")
                .description("shards that are no longer processed here")
                .tags(tags.and("reason", reason.name().toLowerCase(Locale.ROOT)))
                .register(registry);
    }
}
