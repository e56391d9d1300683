package dev.millrace.system;

import dev.millrace.record.HashKeyRange;
import java.nio.ByteBuffer;
import java.util.List;

/** A reader of aggregated records that knows nothing of Millrace. */
enum OtherReader {
    KCL_1_14,
    KCL_1_15,
    KCL_2_2,
    KCL_2_7,
    /** The one on the class path of the tests. */
    KCL_3_5,
    /** The old consumer, {@code FlinkKinesisConsumer}. */
    FLINK_4_3,
    /** The Java deaggregator for Lambda, of kinesis-aggregation. It is not told a shard. */
    LAMBDA_1_0;

    /** What it shows of a Kinesis record with these data that comes from a shard with this range. */
    @FunctionalInterface
    interface Deaggregation {
        List<ShownRecord> read(ByteBuffer data, HashKeyRange shard) throws Exception;
    }

    /** It with its own classes, none of them shared with another reader. */
    Deaggregation load() {
        return switch (this) {
            case KCL_1_14 -> new KclOneDeaggregation(ForeignClasses.of("kcl-1.14"));
            case KCL_1_15 -> new KclOneDeaggregation(ForeignClasses.of("kcl-1.15"));
            case KCL_2_2 -> new KclTwoDeaggregation(ForeignClasses.of("kcl-2.2"));
            case KCL_2_7 -> new KclTwoDeaggregation(ForeignClasses.of("kcl-2.7"));
            case KCL_3_5 -> new KclThreeDeaggregation();
            case FLINK_4_3 -> new FlinkDeaggregation(ForeignClasses.of("flink-4.3"));
            case LAMBDA_1_0 -> new LambdaDeaggregation(ForeignClasses.of("lambda-1.0"));
        };
    }
}
