package dev.millrace.producer;

/** In which order user records are stored. */
public enum Ordering {
    /** In any. */
    NONE,
    /**
     * Those of one partition key, and of one explicit hash key if they have one, in the order in which they were put
     * by one thread: along the shards that own the key one after the other, first deliveries counted. While a record of a key is
     * unanswered no other one of that key is sent. One that fails in the end is told so, and the next go on.
     *
     * <p>Only records of one partition key share an aggregate. Streams that place records themselves have no order, and
     * puts into them fail.
     */
    PER_PARTITION_KEY
}
