package dev.millrace.multilang.shard;

/**
 * How children are treated.
 *
 * @param silenceMillis how long a child may say nothing while it has something to do; {@link Long#MAX_VALUE} for ever
 * @param graceMillis for a child to finish when its shard is given up or the daemon stops; 0 for none
 * @param maxFailures in a row, from 1, until the policy decides
 * @param replayBytes of records that were answered and not checkpointed, kept for each shard, from 0
 * @param protocol what they understand
 * @param maxShards for one child that asks for several, from 1
 */
public record ChildSettings(
        long silenceMillis,
        long graceMillis,
        int maxFailures,
        long replayBytes,
        ChildProtocol protocol,
        int maxShards) {

    private static final long LEAST_END_MILLIS = 10_000;

    /** For a child to end when it has nothing more to do. */
    long endMillis() {
        return graceMillis == 0 ? LEAST_END_MILLIS : graceMillis;
    }

    ActionLimits limits() {
        return new ActionLimits(silenceMillis, endMillis());
    }
}
