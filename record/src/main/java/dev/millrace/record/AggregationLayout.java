package dev.millrace.record;

/** How the user records of an aggregated record are given their hash keys. */
public enum AggregationLayout {

    /**
     * All of them get one common explicit hash key, the pin: the hash of the first record's partition key. They stay
     * together in one shard whatever is split or merged, and no reader drops them. The default.
     */
    PINNED,

    /**
     * Byte for byte as the Amazon Kinesis Producer Library 1.1.1 writes them: no invented hash keys, outer partition
     * key {@code a}, a lone user record without a frame. A reader that checks hash keys against the range of a shard
     * drops the whole aggregated record if one lies outside, so whoever sends it must look where it landed.
     */
    KPL
}
