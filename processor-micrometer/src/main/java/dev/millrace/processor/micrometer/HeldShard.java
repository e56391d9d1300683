package dev.millrace.processor.micrometer;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.ReadEvent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shard that is processed here, with the meters that end with it. What was on its way when it ended, such as a read, makes
 * none of them again.
 */
final class HeldShard {

    static final String LAG = EventMeters.PREFIX + "millis.behind.latest";

    private final MeterRegistry registry;
    private final Tags tags;
    private final @Nullable EventMeters events;
    private final ShardLag lag = new ShardLag();
    private @Nullable Gauge gauge;
    private int holders = 1;
    private int undone;

    /**
     * Of a shard that was taken up.
     *
     * @param tags with that of the shard
     * @param events its own meters, or null if there are only those of the stream
     */
    HeldShard(MeterRegistry registry, Tags tags, @Nullable EventMeters events) {
        this.registry = registry;
        this.tags = tags;
        this.events = events;
    }

    /** Another worker of this listener has taken it up, before the former one knows that it has lost it. */
    synchronized HeldShard again() {
        holders++;
        return this;
    }

    /** Whether nobody holds it any more; its meters are gone then. */
    synchronized boolean released() {
        holders--;
        if (holders > 0) {
            return false;
        }
        if (gauge != null) {
            registry.remove(gauge);
        }
        if (events != null) {
            events.remove();
        }
        return true;
    }

    /** Counts an event in the shard's own meters, or in these if it has none or has ended. */
    synchronized void count(EventMeters others, Consumer<EventMeters> event) {
        event.accept(events == null || holders == 0 ? others : events);
    }

    synchronized void read(ReadEvent event) {
        lag.read(event);
        showLag();
    }

    /**
     * A batch went through its processor.
     *
     * @return how many user records more the processor is done with
     */
    synchronized int batch(BatchEvent event) {
        lag.batch(event);
        showLag();
        // What is repeated begins behind the last checkpoint: those before it are done with.
        int before = event.attempt() > 1 ? Math.max(0, undone - event.userRecords()) : 0;
        undone = event.failure() == null ? 0 : event.userRecords();
        return before + event.userRecords() - undone;
    }

    private void showLag() {
        if (gauge == null && holders > 0 && lag.isKnown()) {
            gauge = Gauge.builder(LAG, lag, ShardLag::millis)
                    .description("how far behind the tip of its shard a processor is, in milliseconds")
                    .tags(tags)
                    .register(registry);
        }
    }
}
