package dev.millrace.benchmarks.codec;

import dev.millrace.record.AggregationLayout;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * One aggregated record taken apart, its digest checked. Against the KCL both sides hand out partition key, data and
 * sub-sequence number of every user record.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DeaggregateBenchmark {

    private final Workload workload = new Workload(AggregationLayout.KPL);
    private final byte[] bytes = workload.aggregate();
    private final RecordDeaggregator deaggregator = RecordDeaggregator.create();
    private final AggregatorUtil kcl = new AggregatorUtil();
    private final MessageDigest md5 = Workload.md5();

    /** Both sides give the same. */
    @Setup
    public void check() {
        List<StoredUserRecord> ours = userRecords();
        List<KinesisClientRecord> theirs = kcl();
        if (ours.size() != workload.count() || theirs.size() != workload.count()) {
            throw new IllegalStateException("the sides differ: ours=" + ours.size() + " theirs=" + theirs.size());
        }
        for (int i = 0; i < theirs.size(); i++) {
            if (!theirs.get(i).partitionKey().equals(ours.get(i).partitionKey())
                    || !theirs.get(i).data().equals(ours.get(i).data())
                    || theirs.get(i).subSequenceNumber() != ours.get(i).subSequenceNumber()) {
                throw new IllegalStateException("the sides differ: index=" + i);
            }
        }
    }

    @Benchmark
    public void millrace(Blackhole hole) {
        for (StoredUserRecord record : userRecords()) {
            hole.consume(record.partitionKey());
            hole.consume(record.data());
            hole.consume(record.subSequenceNumber());
        }
    }

    /** Data only: no key is made into text. */
    @Benchmark
    public void millraceData(Blackhole hole) {
        for (StoredUserRecord record : userRecords()) {
            hole.consume(record.data());
        }
    }

    @Benchmark
    public void millraceWithHashKeys(Blackhole hole) {
        for (StoredUserRecord record : userRecords()) {
            hole.consume(record.partitionKey());
            hole.consume(record.data());
            hole.consume(record.subSequenceNumber());
            hole.consume(record.hashKey());
        }
    }

    /** A buffer of its own for each call: the KCL moves its position, and takes what is left for a plain record. */
    @Benchmark
    public List<KinesisClientRecord> kcl() {
        return kcl.deaggregate(List.of(KinesisClientRecord.builder()
                .partitionKey("a")
                .sequenceNumber("1")
                .data(ByteBuffer.wrap(bytes))
                .build()));
    }

    @Benchmark
    public byte[] md5OfRecord() {
        md5.update(bytes, 0, bytes.length);
        return md5.digest();
    }

    private List<StoredUserRecord> userRecords() {
        return ((Deaggregation.Aggregated) deaggregator.deaggregate(bytes)).userRecords();
    }
}
