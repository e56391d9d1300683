package dev.millrace.benchmarks.firehose;

/** What is done with the records of a stream. */
enum DeliverySide {
    /** A worker looks at them. */
    READING,
    /** They are delivered as they are. */
    RAW,
    /** A function in the same process changes a byte of each first. */
    TRANSFORMED
}
