package dev.millrace.child.legacy;

import dev.millrace.processor.Checkpointer;

/**
 * An older processor is shut down.
 *
 * @param reason why
 * @param checkpointer of the shard; if the shard is lost, it refuses everything
 */
public record ShutdownInput(ShutdownReason reason, Checkpointer checkpointer) {}
