package dev.millrace.benchmarks.codec;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.RecordAggregator;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One aggregated record made: all user records added, sealed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AggregateBenchmark {

    private final Workload workload = new Workload(AggregationLayout.KPL);
    private final MessageDigest md5 = Workload.md5();

    /** The builder of protobuf messages gives our bytes. */
    @Setup
    public void check() {
        if (!Arrays.equals(protobufBuilders(), Workload.bytes(millraceKpl()))) {
            throw new IllegalStateException("the sides differ");
        }
    }

    @Benchmark
    public AggregatedRecord millracePinned() {
        return aggregate(AggregationLayout.PINNED);
    }

    @Benchmark
    public AggregatedRecord millraceKpl() {
        return aggregate(AggregationLayout.KPL);
    }

    @Benchmark
    public byte[] protobufBuilders() {
        ProtobufAggregator aggregator = new ProtobufAggregator(Workload.AGGREGATE_BYTES);
        for (int i = 0; i < workload.count(); i++) {
            if (!aggregator.addUserRecord(workload.partitionKey(i), workload.data(i))) {
                throw new IllegalStateException("full: count=" + i);
            }
        }
        return aggregator.toRecordBytes();
    }

    @Benchmark
    public void md5OfBodyAndKeys(Blackhole hole) {
        byte[] body = workload.aggregate();
        md5.update(body, 0, body.length);
        hole.consume(md5.digest());
        for (int i = 0; i < workload.count(); i++) {
            hole.consume(md5.digest(workload.partitionKeyBytes(i)));
        }
    }

    private AggregatedRecord aggregate(AggregationLayout layout) {
        RecordAggregator aggregator = RecordAggregator.builder()
                .layout(layout)
                .maxSizeBytes(RecordAggregator.LARGEST_MAX_SIZE)
                .build();
        for (int i = 0; i < workload.count(); i++) {
            aggregator.addUserRecord(workload.partitionKey(i), workload.data(i));
        }
        return aggregator.clearAndGet().get(0);
    }
}
