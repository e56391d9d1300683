package dev.millrace.multilang.shard;

/**
 * How long a child may take for an action, in milliseconds.
 *
 * @param silenceMillis without a word; each message of the child begins it anew. {@link Long#MAX_VALUE} for ever
 * @param afterLossMillis in all, from when its shard is given up
 */
record ActionLimits(long silenceMillis, long afterLossMillis) {

    /** No more than this, whatever else. */
    ActionLimits atMost(long millis) {
        return new ActionLimits(Math.min(silenceMillis, Math.max(1, millis)), afterLossMillis);
    }
}
