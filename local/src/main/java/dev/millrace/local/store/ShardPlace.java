package dev.millrace.local.store;

/**
 * What of a shard is part of its records' sequence numbers.
 *
 * @param shardIndex the number in its id
 * @param createdSeconds when it was created, in seconds since 1970
 */
record ShardPlace(int shardIndex, long createdSeconds) {}
