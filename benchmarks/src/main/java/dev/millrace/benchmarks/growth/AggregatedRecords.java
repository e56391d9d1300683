package dev.millrace.benchmarks.growth;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordDeaggregator;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** User records of 100 bytes into aggregates of 1 MiB, which are kept, and out of them again. */
final class AggregatedRecords implements Load {

    private static final int KEYS = 10_000;
    private static final int DATA_BYTES = 100;

    @Override
    public Cost measure(int size) {
        Random random = new Random(1);
        byte[] data = new byte[DATA_BYTES];
        random.nextBytes(data);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("key-" + random.nextLong());
        }
        Cost.Meter meter = new Cost.Meter();
        RecordAggregator aggregator =
                RecordAggregator.builder().frameLoneRecords(true).build();
        List<AggregatedRecord> aggregates = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            aggregator.addUserRecord(keys.get(i % KEYS), data).ifPresent(aggregates::add);
        }
        aggregates.addAll(aggregator.clearAndGet());
        long seen = 0;
        try {
            for (AggregatedRecord aggregate : aggregates) {
                if (RecordDeaggregator.create().deaggregate(aggregate.data())
                        instanceof Deaggregation.Aggregated taken) {
                    seen += taken.userRecords().size();
                }
            }
            if (seen != size) {
                throw new IllegalStateException("records lost: seen=" + seen + " added=" + size);
            }
            return meter.stop();
        } finally {
            Reference.reachabilityFence(aggregates);
        }
    }
}
