package dev.millrace.system;

import dev.millrace.record.HashKeyRange;
import java.nio.ByteBuffer;
import java.util.List;

/** A KCL 1: the method that its worker gives each batch to, with the range of the shard. */
record KclOneDeaggregation(ForeignClasses classes) implements OtherReader.Deaggregation {

    private static final String KINESIS = "com.amazonaws.services.kinesis.";

    @Override
    public List<ShownRecord> read(ByteBuffer data, HashKeyRange shard) throws Exception {
        Object record = KclOneRecords.fill(classes.create(KINESIS + "model.Record"), data);
        return KclOneRecords.shown(classes.callStatic(
                KINESIS + "clientlibrary.types.UserRecord",
                "deaggregate",
                List.of(record),
                shard.start().toBigInteger(),
                shard.end().toBigInteger()));
    }
}
