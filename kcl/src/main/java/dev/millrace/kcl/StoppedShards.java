package dev.millrace.kcl;

/** What becomes of the lease of a shard that {@link dev.millrace.processor.FailurePolicy.StopShard} stopped. */
public enum StoppedShards {
    /**
     * This worker keeps the lease and leaves the shard alone, until it loses the lease or is closed. Nobody else reads the
     * shard meanwhile.
     */
    PARK,
    /**
     * Another worker gets the lease, and begins behind the last checkpoint. If there is none, the lease is given back; this
     * worker, if the lease comes to it again, tries again to get rid of it.
     */
    RELEASE
}
