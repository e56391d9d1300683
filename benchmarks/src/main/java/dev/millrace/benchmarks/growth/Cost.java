package dev.millrace.benchmarks.growth;

import java.lang.management.ManagementFactory;

/**
 * What it takes.
 *
 * @param seconds from the first step to the last one
 * @param bytes of memory in use behind the last step, beyond what was in use before the first one
 */
record Cost(double seconds, double bytes) {

    /** A stopwatch that knows memory too. */
    static final class Meter {

        private final long before = usedHeap();
        private final long begun = System.nanoTime();

        /** Behind the last step, while everything is still held. */
        Cost stop() {
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Cost(seconds, Math.max(1, usedHeap() - before));
        }

        private static long usedHeap() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }
}
