package dev.millrace.child.legacy;

/** Why an older processor is shut down. */
public enum ShutdownReason {
    /** Everything in the shard was delivered: checkpoint. */
    TERMINATE,
    /** Another worker has the shard: a checkpoint is refused. */
    ZOMBIE
}
