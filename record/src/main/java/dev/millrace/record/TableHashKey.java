package dev.millrace.record;

/**
 * An entry of the explicit hash key table.
 *
 * @param text as stored
 * @param value the number that it stands for
 */
record TableHashKey(String text, HashKey value) {}
