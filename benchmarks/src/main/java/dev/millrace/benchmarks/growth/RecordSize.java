package dev.millrace.benchmarks.growth;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordDeaggregator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Eight aggregated records of so many bytes: made, put to the service, read from there, taken apart. */
final class RecordSize implements Load {

    private static final int COUNT = 8;
    private static final int MAX_KIBIBYTES = 10 * 1024;
    private static final String STREAM = "large";

    @Override
    public Cost measure(int size) {
        try (RunningLocal local = new RunningLocal()) {
            local.kinesis().createStream(RunningLocal.REGION, STREAM, 1);
            local.client()
                    .updateMaxRecordSize(
                            request -> request.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/" + STREAM)
                                    .maxRecordSizeInKiB(MAX_KIBIBYTES))
                    .join();
            Cost.Meter meter = new Cost.Meter();
            byte[] data = new byte[100];
            List<AggregatedRecord> made = new ArrayList<>();
            RecordAggregator aggregator =
                    RecordAggregator.builder().maxSizeBytes(size).build();
            long count = 0;
            while (made.size() < COUNT) {
                aggregator.addUserRecord("key-" + count % 1_000, data).ifPresent(made::add);
                count++;
            }
            // The last one began another record.
            aggregator.clearAndGet();
            count--;
            for (AggregatedRecord record : made) {
                local.client()
                        .putRecord(request -> request.streamName(STREAM)
                                .partitionKey(record.partitionKey())
                                .data(SdkBytes.fromByteBuffer(record.data())))
                        .join();
            }
            long read = read(local);
            if (read != count) {
                throw new IllegalStateException("records lost: read=" + read + " put=" + count);
            }
            return meter.stop();
        }
    }

    private static long read(RunningLocal local) {
        String iterator = local.client()
                .getShardIterator(request -> request.streamName(STREAM)
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
        long count = 0;
        int seen = 0;
        while (seen < COUNT) {
            String from = iterator;
            var answer = local.client()
                    .getRecords(request -> request.shardIterator(from))
                    .join();
            for (Record record : answer.records()) {
                seen++;
                ByteBuffer data = record.data().asByteBuffer();
                if (RecordDeaggregator.create().deaggregate(data) instanceof Deaggregation.Aggregated aggregated) {
                    count += aggregated.userRecords().size();
                }
            }
            iterator = answer.nextShardIterator();
        }
        return count;
    }
}
