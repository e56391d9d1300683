package dev.millrace.multilang.properties;

/** What becomes of a shard whose children have failed too often. */
public enum ChildPolicy {
    /** Its lease goes back, for other workers; the other shards go on. */
    RELEASE_SHARD,
    /** The daemon stops, with exit code 1. */
    STOP_DAEMON
}
