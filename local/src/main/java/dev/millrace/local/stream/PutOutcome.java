package dev.millrace.local.stream;

/**
 * Where a record was stored.
 *
 * @param shard the shard that owns its hash key
 * @param sequenceNumber its place there
 * @param encrypted whether the stream says that it is encrypted there
 */
public record PutOutcome(Shard shard, SequenceNumber sequenceNumber, boolean encrypted) {}
