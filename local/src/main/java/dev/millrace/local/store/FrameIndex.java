package dev.millrace.local.store;

import java.util.Arrays;

/** Where the frames of a file end, and when their records came. Grows at its end. */
final class FrameIndex {

    private static final int FIRST_CAPACITY = 16;

    private final int start;
    private int[] ends = new int[FIRST_CAPACITY];
    private long[] arrivals = new long[FIRST_CAPACITY];
    private int count;

    /** No frames, the first of which will begin here. */
    FrameIndex(int start) {
        this.start = start;
    }

    void add(int length, long arrivalMillis) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            arrivals = Arrays.copyOf(arrivals, count * 2);
        }
        ends[count] = end() + length;
        arrivals[count] = arrivalMillis;
        count++;
    }

    int count() {
        return count;
    }

    /** Where the last frame ends. */
    int end() {
        return begin(count);
    }

    /** Where a frame begins; for the count, where the next will. */
    int begin(int frame) {
        return frame == 0 ? start : ends[frame - 1];
    }

    long arrivalMillis(int frame) {
        return arrivals[frame];
    }
}
