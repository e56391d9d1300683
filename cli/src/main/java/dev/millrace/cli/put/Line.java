package dev.millrace.cli.put;

import org.jspecify.annotations.Nullable;

/** A line as it was read. */
final class Line {

    private final long number;
    private final byte @Nullable [] data;
    private final long length;
    private final long end;

    Line(long number, byte @Nullable [] data, long length, long end) {
        this.number = number;
        this.data = data;
        this.length = length;
        this.end = end;
    }

    /** Its number in its file, from 1. */
    long number() {
        return number;
    }

    /** Its bytes without the line's end, not copied; null if it is too long to be kept. */
    byte @Nullable [] data() {
        return data;
    }

    /** Its length in bytes, without the line's end. */
    long length() {
        return length;
    }

    /** Where the next line begins in the file, in bytes. */
    long end() {
        return end;
    }
}
