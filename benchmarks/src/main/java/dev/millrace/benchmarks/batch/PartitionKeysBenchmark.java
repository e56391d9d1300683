package dev.millrace.benchmarks.batch;

import dev.millrace.benchmarks.codec.Workload;
import dev.millrace.record.HashKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Ten thousand distinct partition keys of 36 characters, from texts to hash keys. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PartitionKeysBenchmark {

    private static final int COUNT = 10_000;
    private static final long SEED = 20_261_122;

    private final List<String> partitionKeys = new ArrayList<>();
    private final MessageDigest md5 = Workload.md5();

    /** Both sides give the same. */
    @Setup
    public void check() {
        Random random = new Random(SEED);
        for (int i = 0; i < COUNT; i++) {
            partitionKeys.add(new UUID(random.nextLong(), random.nextLong()).toString());
        }
        if (!millrace().equals(md5())) {
            throw new IllegalStateException("the sides differ");
        }
    }

    @Benchmark
    public List<HashKey> millrace() {
        return HashKey.ofPartitionKeys(partitionKeys);
    }

    /** One {@link MessageDigest} for all. */
    @Benchmark
    public List<HashKey> md5() {
        List<HashKey> hashKeys = new ArrayList<>(COUNT);
        for (String partitionKey : partitionKeys) {
            ByteBuffer digest = ByteBuffer.wrap(md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
            hashKeys.add(HashKey.of(digest.getLong(), digest.getLong()));
        }
        return hashKeys;
    }
}
