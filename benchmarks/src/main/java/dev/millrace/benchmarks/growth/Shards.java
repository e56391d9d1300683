package dev.millrace.benchmarks.growth;

import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** A stream of so many shards: made, listed page by page, four records put to each by hash key, all read by one worker. */
final class Shards implements Load {

    private static final int RECORDS = 4;
    private static final String STREAM = "wide";

    @Override
    public Cost measure(int size) throws Exception {
        try (RunningLocal local = new RunningLocal()) {
            Cost.Meter meter = new Cost.Meter();
            local.kinesis().createStream(RunningLocal.REGION, STREAM, size);
            List<Shard> shards = local.shards(STREAM);
            local.putToEach(STREAM, shards, RECORDS);
            return local.read(List.of(STREAM), (long) size * RECORDS, meter);
        }
    }
}
