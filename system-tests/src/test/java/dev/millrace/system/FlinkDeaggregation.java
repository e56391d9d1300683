package dev.millrace.system;

import dev.millrace.record.HashKeyRange;
import java.nio.ByteBuffer;
import java.util.List;

/** Flink's old consumer: its class for a batch, which looks up the range in its shard and asks the KCL 1 inside. */
record FlinkDeaggregation(ForeignClasses classes) implements OtherReader.Deaggregation {

    private static final String MODEL = "org.apache.flink.kinesis.shaded.com.amazonaws.services.kinesis.model.";
    private static final String CONNECTOR = "org.apache.flink.streaming.connectors.kinesis.";

    @Override
    public List<ShownRecord> read(ByteBuffer data, HashKeyRange shard) throws Exception {
        Object record = KclOneRecords.fill(classes.create(MODEL + "Record"), data);
        Object batch =
                classes.create(CONNECTOR + "internals.publisher.RecordBatch", List.of(record), handle(shard), 0L);
        return KclOneRecords.shown(ForeignClasses.call(batch, "getDeaggregatedRecords"));
    }

    private Object handle(HashKeyRange range) throws Exception {
        Object hashKeys = classes.create(MODEL + "HashKeyRange");
        ForeignClasses.show(hashKeys, "setStartingHashKey", range.start().toString());
        ForeignClasses.show(hashKeys, "setEndingHashKey", range.end().toString());
        Object shard = classes.create(MODEL + "Shard");
        ForeignClasses.show(shard, "setShardId", "shardId-000000000000");
        ForeignClasses.show(shard, "setHashKeyRange", hashKeys);
        return classes.create(CONNECTOR + "model.StreamShardHandle", "stream", shard);
    }
}
