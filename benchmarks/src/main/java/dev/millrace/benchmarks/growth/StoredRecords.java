package dev.millrace.benchmarks.growth;

import dev.millrace.benchmarks.consumer.AggregatedEntries;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** User records of 100 bytes, aggregated, put to four shards of the service and read from there; the service keeps them all. */
final class StoredRecords implements Load {

    private static final int SHARDS = 4;
    private static final String STREAM = "stored";

    private final AggregatedEntries entries = AggregatedEntries.make();

    @Override
    public Cost measure(int size) {
        try (RunningLocal local = new RunningLocal()) {
            Cost.Meter meter = new Cost.Meter();
            local.kinesis().createStream(RunningLocal.REGION, STREAM, SHARDS);
            long put = 0;
            while (put < size) {
                local.put(STREAM, entries.entries());
                put += entries.userRecords();
            }
            long read = 0;
            for (Shard shard : local.shards(STREAM)) {
                read += read(local, shard);
            }
            if (read != put) {
                throw new IllegalStateException("records lost: read=" + read + " put=" + put);
            }
            Cost cost = meter.stop();
            // The last request is larger than what was asked for.
            return new Cost(cost.seconds() * size / put, cost.bytes() * size / put);
        }
    }

    private static long read(RunningLocal local, Shard shard) {
        long count = 0;
        String iterator = local.client()
                .getShardIterator(request -> request.streamName(STREAM)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
        while (true) {
            String from = iterator;
            GetRecordsResponse answer = local.client()
                    .getRecords(request -> request.shardIterator(from))
                    .join();
            count += userRecords(answer.records());
            if (answer.records().isEmpty() && answer.millisBehindLatest() == 0) {
                return count;
            }
            iterator = answer.nextShardIterator();
        }
    }

    private static long userRecords(List<Record> records) {
        long count = 0;
        for (Record record : records) {
            if (RecordDeaggregator.create().deaggregate(record.data().asByteBuffer())
                    instanceof Deaggregation.Aggregated aggregated) {
                count += aggregated.userRecords().size();
            }
        }
        return count;
    }
}
