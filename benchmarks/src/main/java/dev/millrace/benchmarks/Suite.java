package dev.millrace.benchmarks;

import java.util.List;

/** Measurements that are made together, and what is said of them. */
public interface Suite {

    /** What {@code dev/bench} calls it. */
    String name();

    /**
     * Measures all sides, prints what was measured, and compares.
     *
     * @param quick whether fewer repetitions and larger errors will do
     */
    List<Ratio> run(boolean quick) throws Exception;
}
