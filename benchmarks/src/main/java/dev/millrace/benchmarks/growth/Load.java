package dev.millrace.benchmarks.growth;

/** Work of any size. */
@FunctionalInterface
interface Load {

    /** Does it once with so many, and nothing is left of it. */
    Cost measure(int size) throws Exception;
}
