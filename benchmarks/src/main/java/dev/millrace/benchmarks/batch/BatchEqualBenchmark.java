package dev.millrace.benchmarks.batch;

import dev.millrace.benchmarks.codec.Workload;

/** Of 1 MiB each. */
public class BatchEqualBenchmark extends BatchBenchmark {

    @Override
    int bytes(int index) {
        return Workload.AGGREGATE_BYTES;
    }
}
