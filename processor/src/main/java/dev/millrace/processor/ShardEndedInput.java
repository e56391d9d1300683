package dev.millrace.processor;

/**
 * All records of a closed shard were delivered.
 *
 * @param checkpointer of the shard; using it is allowed but not needed
 */
public record ShardEndedInput(Checkpointer checkpointer) {}
