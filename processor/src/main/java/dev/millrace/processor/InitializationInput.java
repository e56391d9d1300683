package dev.millrace.processor;

/**
 * What a processor learns before its first record.
 *
 * @param streamName the stream
 * @param shardId the shard
 * @param checkpoint where processing goes on: the first record delivered lies behind it
 */
public record InitializationInput(String streamName, String shardId, ExtendedSequenceNumber checkpoint) {}
