package dev.millrace.producer.cloudwatch;

/** How finely metrics are told apart. Each level has the levels above it as well. */
public enum MetricsGranularity {
    /** One of each metric. */
    GLOBAL,
    /** And one of each for every stream. */
    STREAM,
    /** And one of each for every shard. */
    SHARD
}
