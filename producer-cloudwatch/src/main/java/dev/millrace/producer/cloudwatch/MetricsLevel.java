package dev.millrace.producer.cloudwatch;

/** How many metrics are published. */
public enum MetricsLevel {
    /** None; CloudWatch is never called. */
    NONE,
    /** Those that say how a producer fares. */
    SUMMARY,
    /** All. */
    DETAILED
}
