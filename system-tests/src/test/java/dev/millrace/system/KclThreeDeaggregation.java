package dev.millrace.system;

import dev.millrace.record.HashKeyRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** The KCL 3: the class that its worker gives each batch to, with the range of the shard. */
final class KclThreeDeaggregation implements OtherReader.Deaggregation {

    @Override
    public List<ShownRecord> read(ByteBuffer data, HashKeyRange shard) {
        KinesisClientRecord record = KinesisClientRecord.builder()
                .partitionKey("outer")
                .sequenceNumber("1")
                .data(data)
                .build();
        return new AggregatorUtil()
                        .deaggregate(
                                new ArrayList<>(List.of(record)),
                                shard.start().toString(),
                                shard.end().toString())
                        .stream()
                        .map(one -> new ShownRecord(
                                one.partitionKey(), one.data(), one.explicitHashKey(), one.subSequenceNumber()))
                        .toList();
    }
}
