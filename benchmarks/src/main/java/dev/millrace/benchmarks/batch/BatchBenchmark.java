package dev.millrace.benchmarks.batch;

import dev.millrace.benchmarks.codec.Workload;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
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
 * Sixteen aggregated records taken apart, their digests checked. Against the KCL both sides hand out partition key, data and
 * sub-sequence number of every user record.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public abstract class BatchBenchmark {

    private static final int RECORDS = 16;

    private final List<byte[]> records = new ArrayList<>();
    private final RecordDeaggregator deaggregator = RecordDeaggregator.create();
    private final AggregatorUtil kcl = new AggregatorUtil();
    private final MessageDigest md5 = Workload.md5();

    /** Bytes of one of the aggregated records. */
    abstract int bytes(int index);

    /** Both sides give the same. */
    @Setup
    public void check() {
        for (int i = 0; i < RECORDS; i++) {
            records.add(new Workload(AggregationLayout.KPL, bytes(i), i).aggregate());
        }
        List<StoredUserRecord> ours = new ArrayList<>();
        opened().forEach(record -> ours.addAll(((Deaggregation.Aggregated) record).userRecords()));
        List<KinesisClientRecord> theirs = kcl();
        if (ours.size() != theirs.size()) {
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
        for (Deaggregation opened : opened()) {
            for (StoredUserRecord record : ((Deaggregation.Aggregated) opened).userRecords()) {
                hole.consume(record.partitionKey());
                hole.consume(record.data());
                hole.consume(record.subSequenceNumber());
            }
        }
    }

    /** Data only: no key is made into text. */
    @Benchmark
    public void millraceData(Blackhole hole) {
        for (Deaggregation opened : opened()) {
            for (StoredUserRecord record : ((Deaggregation.Aggregated) opened).userRecords()) {
                hole.consume(record.data());
            }
        }
    }

    /** Buffers of their own for each call: the KCL moves their positions, and takes what is left for plain records. */
    @Benchmark
    public List<KinesisClientRecord> kcl() {
        List<KinesisClientRecord> batch = new ArrayList<>();
        for (byte[] record : records) {
            batch.add(KinesisClientRecord.builder()
                    .partitionKey("a")
                    .sequenceNumber("1")
                    .data(ByteBuffer.wrap(record))
                    .build());
        }
        return kcl.deaggregate(batch);
    }

    @Benchmark
    public void md5(Blackhole hole) {
        for (byte[] record : records) {
            md5.update(record, 0, record.length);
            hole.consume(md5.digest());
        }
    }

    private List<Deaggregation> opened() {
        List<ByteBuffer> buffers = new ArrayList<>();
        records.forEach(record -> buffers.add(ByteBuffer.wrap(record)));
        return deaggregator.deaggregate(buffers);
    }
}
