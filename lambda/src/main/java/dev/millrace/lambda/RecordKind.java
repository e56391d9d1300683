package dev.millrace.lambda;

/** What a record was inside its Kinesis record. */
public enum RecordKind {
    /** The whole of an ordinary Kinesis record. */
    PLAIN,
    /** One user record of an aggregated record. */
    AGGREGATED,
    /** The raw bytes of a record that has the marks of an aggregated one but cannot be read. */
    CORRUPT
}
