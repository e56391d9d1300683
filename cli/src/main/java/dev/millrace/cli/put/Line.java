package dev.millrace.cli.put;

import org.jspecify.annotations.Nullable;

/**
 * A line as it was read.
 *
 * @param number in its file, from 1
 * @param data its bytes without the line's end; null if it is too long to be kept
 * @param length of it in bytes, without the line's end
 * @param end where the next line begins in the file, in bytes
 */
record Line(long number, byte @Nullable [] data, long length, long end) {}
