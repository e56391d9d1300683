package dev.millrace.benchmarks;

import java.util.List;

/** Benchmarks that are run together, and what is said of them. */
interface Suite {

    /** What {@code dev/bench} calls it. */
    String name();

    /** All sides of all its comparisons. */
    List<Class<?>> benchmarks();

    List<Ratio> ratios(Results results);
}
