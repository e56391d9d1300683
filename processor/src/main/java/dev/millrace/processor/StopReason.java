package dev.millrace.processor;

/** Why a worker no longer processes a shard. */
public enum StopReason {
    /** The shard was processed to its end. */
    SHARD_END,
    /** Another worker has it now. */
    LEASE_LOST,
    /** The worker was asked to stop. */
    SHUTDOWN,
    /** Its processor failed every attempt, or something failed for which there is no repetition. */
    FAILURE
}
