package dev.millrace.producer.micrometer;

import dev.millrace.producer.Producer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;

/**
 * What a producer has accepted and not answered yet, as two gauges: {@value #USER_RECORDS}, and {@value #BYTES} of its
 * buffer. They do not keep the producer from being collected. Several producers of one registry need tags of their own
 * to be told apart.
 */
public final class OutstandingMeters implements MeterBinder {

    static final String USER_RECORDS = "millrace.producer.outstanding.user.records";
    static final String BYTES = "millrace.producer.outstanding.bytes";

    private final Producer producer;
    private final Iterable<Tag> tags;

    /** Gauges of this producer, with these tags. */
    public OutstandingMeters(Producer producer, Iterable<Tag> tags) {
        this.producer = Objects.requireNonNull(producer, "producer");
        this.tags = Objects.requireNonNull(tags, "tags");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(USER_RECORDS, producer, known -> known.outstanding().userRecords())
                .description("user records that are accepted and not answered")
                .tags(tags)
                .register(registry);
        Gauge.builder(BYTES, producer, known -> known.outstanding().bytes())
                .description("what they take of the producer's buffer")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
    }
}
