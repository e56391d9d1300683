package dev.millrace.processor;

/**
 * The worker is about to stop.
 *
 * @param checkpointer of the shard; the last chance to use it
 */
public record ShutdownRequestedInput(Checkpointer checkpointer) {}
