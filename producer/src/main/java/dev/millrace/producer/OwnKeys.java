package dev.millrace.producer;

import dev.millrace.record.AggregationLayout;
import dev.millrace.text.PropertyKey;
import dev.millrace.text.PropertyValue;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Keys for what {@link ProducerBuilder} has beyond the KPL, under its names. Times are in milliseconds. Where a KPL key
 * has the same name, {@code rateLimit} and {@code requestTimeout}, it is the KPL's.
 */
final class OwnKeys {

    private static final int LEAST_BYTES = 64;
    private static final int MOST_BYTES = 10 << 20;
    private static final int LEAST_BUFFER_BYTES = 1024;

    private OwnKeys() {}

    static List<PropertyKey<ProducerDraft>> all() {
        return List.of(
                own("layout", value -> value.oneOf(AggregationLayout.class), ProducerBuilder::layout),
                own("grouping", value -> value.oneOf(Grouping.class), ProducerBuilder::grouping),
                own("ordering", value -> value.oneOf(Ordering.class), ProducerBuilder::ordering),
                own("distribution", value -> value.oneOf(Distribution.class), ProducerBuilder::distribution),
                PropertyKey.used("maxAggregateBytes", OwnKeys::maxAggregateBytes),
                own("maxRecordBytes", value -> value.integer(LEAST_BYTES, MOST_BYTES), ProducerBuilder::maxRecordBytes),
                PropertyKey.used("linger", OwnKeys::linger),
                own("adaptive", PropertyValue::flag, ProducerBuilder::adaptive),
                own(
                        "maxRequestsInFlight",
                        value -> value.integer(1, Integer.MAX_VALUE),
                        ProducerBuilder::maxRequestsInFlight),
                PropertyKey.used(
                        "deliveryTimeout", (value, draft) -> draft.recordTtl = value.milliseconds(1, Long.MAX_VALUE)),
                own(
                        "bufferBytes",
                        value -> value.number(LEAST_BUFFER_BYTES, Long.MAX_VALUE),
                        ProducerBuilder::bufferBytes),
                own("whenFull", value -> value.oneOf(WhenFull.class), ProducerBuilder::whenFull),
                own("maxBlock", value -> value.milliseconds(0, Long.MAX_VALUE), ProducerBuilder::maxBlock),
                own(
                        "shardMapRefresh",
                        value -> value.milliseconds(1, Long.MAX_VALUE),
                        ProducerBuilder::shardMapRefresh),
                own("judgeDelivery", PropertyValue::flag, ProducerBuilder::judgeDelivery));
    }

    static void maxAggregateBytes(PropertyValue value, ProducerDraft draft) {
        draft.maxAggregateBytes = value.integer(LEAST_BYTES, MOST_BYTES);
    }

    static void linger(PropertyValue value, ProducerDraft draft) {
        Duration linger = value.milliseconds(0, Long.MAX_VALUE);
        draft.set(builder -> builder.linger(linger));
    }

    /** The value is read when the file is, so that its errors come then. */
    private static <T> PropertyKey<ProducerDraft> own(
            String name, Function<PropertyValue, T> reading, BiConsumer<ProducerBuilder, T> setting) {
        return PropertyKey.used(name, (value, draft) -> {
            T read = reading.apply(value);
            draft.set(builder -> setting.accept(builder, read));
        });
    }
}
