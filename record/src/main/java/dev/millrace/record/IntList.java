package dev.millrace.record;

import java.util.Arrays;

/** A growing list of ints. */
final class IntList {

    private int[] values = new int[16];
    private int count;

    void add(int value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    int get(int index) {
        return values[index];
    }

    int count() {
        return count;
    }

    /** Empties the list, which keeps its memory. */
    void clear() {
        count = 0;
    }
}
