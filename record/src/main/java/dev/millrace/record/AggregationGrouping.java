package dev.millrace.record;

/** Which user records may share an aggregated record of a {@link RecordAggregator}. */
public enum AggregationGrouping {

    /**
     * All of them. The aggregate goes to the shard of its first record, so in pinned layout a partition key does not
     * always meet its own shard; no record is lost by it.
     */
    NONE,

    /** Those of one partition key, so that every record goes to the shard that owns its key. */
    PARTITION_KEY
}
