package dev.millrace.child.protocol;

/** The names of members. */
final class Member {

    static final String ACTION = "action";
    static final String SHARD_ID = "shardId";
    static final String SEQUENCE_NUMBER = "sequenceNumber";
    static final String SUB_SEQUENCE_NUMBER = "subSequenceNumber";
    static final String RECORDS = "records";
    static final String DATA = "data";
    static final String PARTITION_KEY = "partitionKey";
    static final String APPROXIMATE_ARRIVAL_TIMESTAMP = "approximateArrivalTimestamp";
    static final String MILLIS_BEHIND_LATEST = "millisBehindLatest";
    static final String ERROR = "error";
    static final String RESPONSE_FOR = "responseFor";
    static final String REASON = "reason";
    static final String LEVEL = "level";
    static final String MESSAGE = "message";
    static final String FRAMES = "frames";
    static final String SHARDS = "shards";

    /** Where children of before 2016 have the sequence number of a checkpoint. */
    static final String CHECKPOINT = "checkpoint";

    private Member() {}
}
