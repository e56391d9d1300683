package dev.millrace.system;

import dev.millrace.record.HashKeyRange;
import java.nio.ByteBuffer;
import java.util.List;

/** The deaggregator that a function in Java calls on its event. The event does not say a range, so the shard is unused. */
record LambdaDeaggregation(ForeignClasses classes) implements OtherReader.Deaggregation {

    private static final String EVENT = "com.amazonaws.services.lambda.runtime.events.KinesisEvent";

    @Override
    public List<ShownRecord> read(ByteBuffer data, HashKeyRange shard) throws Exception {
        Object event = classes.create(EVENT + "$KinesisEventRecord");
        ForeignClasses.show(event, "setKinesis", KclOneRecords.fill(classes.create(EVENT + "$Record"), data));
        return KclOneRecords.shown(
                classes.callStatic("com.amazonaws.kinesis.deagg.RecordDeaggregator", "deaggregate", List.of(event)));
    }
}
