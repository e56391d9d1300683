package dev.millrace.benchmarks.growth;

import java.util.ArrayList;
import java.util.List;

/** So many streams of one shard: made, listed, four records put to each, all read by one worker. */
final class Streams implements Load {

    private static final int RECORDS = 4;

    @Override
    public Cost measure(int size) throws Exception {
        try (RunningLocal local = new RunningLocal()) {
            Cost.Meter meter = new Cost.Meter();
            List<String> streams = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                String stream = "stream-" + i;
                local.kinesis().createStream(RunningLocal.REGION, stream, 1);
                local.putToEach(stream, local.shards(stream), RECORDS);
                streams.add(stream);
            }
            return local.read(streams, (long) size * RECORDS, meter);
        }
    }
}
