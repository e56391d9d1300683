package dev.millrace.system;

import dev.millrace.record.HashKeyRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A KCL 2: the class that its worker gives each batch to, with the range of the shard. */
record KclTwoDeaggregation(ForeignClasses classes) implements OtherReader.Deaggregation {

    private static final String RETRIEVAL = "software.amazon.kinesis.retrieval.";

    @Override
    public List<ShownRecord> read(ByteBuffer data, HashKeyRange shard) throws Exception {
        Object builder = classes.callStatic(RETRIEVAL + "KinesisClientRecord", "builder");
        ForeignClasses.call(builder, "partitionKey", "outer");
        ForeignClasses.call(builder, "sequenceNumber", "1");
        ForeignClasses.call(builder, "data", data);
        List<Object> batch = new ArrayList<>(List.of(ForeignClasses.call(builder, "build")));
        Object records = ForeignClasses.call(
                classes.create(RETRIEVAL + "AggregatorUtil"),
                "deaggregate",
                batch,
                shard.start().toString(),
                shard.end().toString());
        List<ShownRecord> shown = new ArrayList<>();
        for (Object one : (List<?>) records) {
            shown.add(new ShownRecord(
                    (String) ForeignClasses.call(one, "partitionKey"),
                    (ByteBuffer) ForeignClasses.call(one, "data"),
                    (String) ForeignClasses.show(one, "explicitHashKey"),
                    (long) ForeignClasses.call(one, "subSequenceNumber")));
        }
        return shown;
    }
}
