package dev.millrace.benchmarks.batch;

import dev.millrace.benchmarks.codec.Workload;
import java.util.Random;

/** Of 64 KiB to 1 MiB, evenly. */
public class BatchUnequalBenchmark extends BatchBenchmark {

    private static final int LEAST = 64 * 1024;
    private static final long SEED = 20_261_122;

    private final Random random = new Random(SEED);

    @Override
    int bytes(int index) {
        return LEAST + random.nextInt(Workload.AGGREGATE_BYTES - LEAST);
    }
}
