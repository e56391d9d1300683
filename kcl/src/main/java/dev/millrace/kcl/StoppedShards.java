package dev.millrace.kcl;

/** What becomes of the lease of a shard that {@link dev.millrace.processor.FailurePolicy.StopShard} stopped. */
public enum StoppedShards {
    /**
     * This worker keeps the lease and leaves the shard alone, until it loses the lease or is closed. Nobody else reads the
     * shard meanwhile.
     */
    PARK,
    /**
     * The lease is given back. Another worker may get it and begin behind the last checkpoint; if this one gets it again,
     * it gives it back again.
     */
    RELEASE
}
