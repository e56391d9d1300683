package dev.millrace.producer;

/** Which user records may share an aggregated record. */
public enum Grouping {
    /**
     * Those whose hash keys one shard owns; while the shards are not known, those of one hash key. Packs the tightest.
     */
    SHARD,
    /** Those of one partition key, and of one explicit hash key if they have one. */
    PARTITION_KEY,
    /** None: every user record is a Kinesis record. */
    NONE
}
