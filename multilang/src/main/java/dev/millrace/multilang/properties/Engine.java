package dev.millrace.multilang.properties;

/** What runs the shards. */
public enum Engine {
    /** The Kinesis Client Library: many machines, leases in DynamoDB. */
    KCL,
    /** The single-process worker: this process reads all shards, checkpoints are in a folder. */
    LOCAL
}
