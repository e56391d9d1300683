package dev.millrace.local.store;

import java.nio.file.Path;

/**
 * The end of a file that was being written when its process ended, and was cut off at the next start.
 *
 * @param file the file
 * @param length how long it is now, in bytes; 0 if it is gone
 * @param cutLength how many bytes were cut off
 */
public record TornTail(Path file, long length, long cutLength) {}
