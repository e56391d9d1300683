package dev.millrace.local.stream;

import dev.millrace.record.HashKey;

/**
 * A record that is to be stored.
 *
 * @param hashKey decides on the shard
 * @param partitionKey the caller's; empty if there is none
 * @param payload the caller's bytes; kept, so never to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Stored as it came, and compared with no other.
public record NewRecord(HashKey hashKey, String partitionKey, byte[] payload) {}
