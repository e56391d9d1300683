package dev.millrace.kcl;

import org.jspecify.annotations.Nullable;

/**
 * A Kinesis record that the library's own deaggregation would have dropped, or failed at.
 *
 * @param sequenceNumber the service's
 * @param userRecords how many results it gave: all its user records, or 1 if it is corrupt
 * @param corruptReason why it cannot be read; null if it can, and one of its user records lies outside the shard's range
 */
public record KeptRecord(
        String sequenceNumber, int userRecords, @Nullable String corruptReason) {}
