package dev.millrace.local.stream;

import dev.millrace.local.wire.ServiceException;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.util.List;

/**
 * Brings a stream to a number of equal shards by splits and merges alone: first every shard that a border of the new
 * shards runs through is split there, then what lies between two borders is merged. Shards that lie right already are
 * left alone; shards in between live for an instant.
 */
final class UniformScaling {

    /** Most shards that a stream may be scaled to. */
    static final int MAX_SHARD_COUNT = 10_000;

    private final Resharding resharding;

    UniformScaling(Resharding resharding) {
        this.resharding = resharding;
    }

    /** Refuses numbers that are too far from the present one. */
    void check(int targetCount) {
        int count = resharding.openShardCount();
        String counts = " Current open shard count: " + count + " Target shard count: " + targetCount;
        if (targetCount > 2L * count) {
            throw ServiceException.limitExceeded(
                    "UpdateShardCount cannot scale up over double your current open shard count." + counts);
        }
        if (2L * targetCount < count) {
            throw ServiceException.limitExceeded(
                    "UpdateShardCount cannot scale down below half your current open shard count." + counts);
        }
        if (targetCount > MAX_SHARD_COUNT) {
            throw ServiceException.limitExceeded(
                    "UpdateShardCount cannot scale to more than " + MAX_SHARD_COUNT + " shards." + counts);
        }
    }

    void run(int targetCount) {
        List<HashKeyRange> targets = UniformRanges.of(targetCount);
        for (HashKeyRange target : targets) {
            splitAt(target.start());
        }
        for (HashKeyRange target : targets) {
            mergeWithin(target);
        }
    }

    private void splitAt(HashKey border) {
        Shard shard = resharding.openShardFor(border);
        HashKeyRange range = shard.hashKeys();
        if (!range.start().equals(border)) {
            resharding.replace(
                    List.of(shard),
                    List.of(new HashKeyRange(range.start(), border.previous()), new HashKeyRange(border, range.end())));
        }
    }

    private void mergeWithin(HashKeyRange target) {
        Shard merged = resharding.openShardFor(target.start());
        while (merged.hashKeys().end().compareTo(target.end()) < 0) {
            Shard next = resharding.openShardFor(merged.hashKeys().end().next());
            resharding.replace(
                    List.of(merged, next),
                    List.of(new HashKeyRange(target.start(), next.hashKeys().end())));
            merged = resharding.openShardFor(target.start());
        }
    }
}
