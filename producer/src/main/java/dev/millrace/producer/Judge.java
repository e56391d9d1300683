package dev.millrace.producer;

import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;

/** Whether every reader will deliver what was stored: all of its hash keys belong to the shard that it is in. */
final class Judge {

    private final ShardDirectory shards;
    private final boolean judging;

    Judge(ShardDirectory shards, boolean judging) {
        this.shards = shards;
        this.judging = judging;
    }

    /** What is to be thought of a stored record. */
    enum Verdict {
        /** Every reader finds it. */
        RIGHT,
        /** The shard is not known, or is not the one that was known by this name. */
        UNKNOWN_SHARD,
        /** Some readers would drop it. */
        MISPLACED,
        /** It is not where its hash key sends it, so the stream does not go by hash keys. */
        PLACED_BY_STREAM
    }

    Verdict of(SealedRecord record, String shardId, String sequenceNumber) {
        if (!judging || record.isRightAnywhere()) {
            return Verdict.RIGHT;
        }
        HashKeyRange range = record.verdictTries == 0
                ? shards.range(shardId, sequenceNumber)
                : shards.rangeSince(shardId, sequenceNumber);
        if (range == null) {
            return Verdict.UNKNOWN_SHARD;
        }
        if (range.contains(record.content.hashKeys())) {
            return Verdict.RIGHT;
        }
        return hasOneHashKey(record) ? Verdict.PLACED_BY_STREAM : Verdict.MISPLACED;
    }

    /** Then it is right in any shard of a stream that goes by hash keys, known or not. */
    static boolean hasOneHashKey(SealedRecord record) {
        HashKey start = record.content.hashKeys().start();
        return start.equals(record.content.hashKeys().end());
    }
}
