package dev.millrace.multilang.process;

import java.util.function.LongSupplier;

/** How many lines of a child may go to the log: some at once, and then so many each second. Used by several threads. */
public final class LineAllowance {

    /** Lines at once, and lines a second. */
    public static final int LINES = 100;

    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private double allowed = LINES;
    private long at;
    private long leftOut;

    /**
     * All of it.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public LineAllowance(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.at = nanoTime.getAsLong();
    }

    /** Whether a line may go. If not it is counted. */
    public synchronized boolean take() {
        long now = nanoTime.getAsLong();
        allowed = Math.min(LINES, allowed + (now - at) / NANOS * LINES);
        at = now;
        if (allowed < 1) {
            leftOut++;
            return false;
        }
        allowed--;
        return true;
    }

    /** How many were left out since it was last asked. */
    public synchronized long takeLeftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }
}
