package dev.millrace.record;

import java.util.Arrays;

/** A growing list of ints, several of which are added at a time. */
final class IntList {

    private static final int SMALLEST_ROOM = 16;

    private int[] values;
    private int count;

    /** An empty list with room for some. */
    IntList(int room) {
        values = new int[Math.max(room, SMALLEST_ROOM)];
    }

    void add(int first, int second) {
        int[] room = reserve(2);
        room[count] = first;
        room[count + 1] = second;
        count += 2;
    }

    void add(int first, int second, int third) {
        int[] room = reserve(3);
        room[count] = first;
        room[count + 1] = second;
        room[count + 2] = third;
        count += 3;
    }

    void add(int first, int second, int third, int fourth) {
        int[] room = reserve(4);
        room[count] = first;
        room[count + 1] = second;
        room[count + 2] = third;
        room[count + 3] = fourth;
        count += 4;
    }

    private int[] reserve(int more) {
        if (values.length - count < more) {
            values = Arrays.copyOf(values, values.length * 2);
        }
        return values;
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
