package dev.millrace.record;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The open shards of a stream at one moment, searched by hash key. Immutable.
 *
 * <p>A map may have gaps, for example while a listing was made in the middle of a reshard; a hash key in a gap has no
 * shard. Ranges never overlap.
 */
public final class ShardMap {

    private static final ShardMap EMPTY = new ShardMap(List.of());

    private final List<ShardRange> shards;

    private ShardMap(List<ShardRange> shards) {
        this.shards = shards;
    }

    /** A map without shards. */
    public static ShardMap empty() {
        return EMPTY;
    }

    /**
     * The map of these shards.
     *
     * @throws IllegalArgumentException if two of them overlap, which open shards never do
     */
    public static ShardMap of(Collection<ShardRange> shards) {
        List<ShardRange> sorted = shards.stream()
                .sorted(Comparator.comparing(shard -> shard.hashKeys().start()))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            ShardRange before = sorted.get(i - 1);
            ShardRange shard = sorted.get(i);
            if (before.hashKeys().end().compareTo(shard.hashKeys().start()) >= 0) {
                throw new IllegalArgumentException("open shards overlap: " + before + " and " + shard);
            }
        }
        return new ShardMap(sorted);
    }

    /** The shard that owns the hash key, or nothing if it lies in a gap. */
    public Optional<ShardRange> shardFor(HashKey key) {
        int from = 0;
        int to = shards.size() - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            HashKeyRange range = shards.get(middle).hashKeys();
            if (key.compareTo(range.start()) < 0) {
                to = middle - 1;
            } else if (key.compareTo(range.end()) > 0) {
                from = middle + 1;
            } else {
                return Optional.of(shards.get(middle));
            }
        }
        return Optional.empty();
    }

    /** The shards, by ascending hash keys. */
    public List<ShardRange> shards() {
        return shards;
    }

    /** Whether every hash key has a shard. */
    public boolean coversAll() {
        if (shards.isEmpty()) {
            return false;
        }
        for (int i = 1; i < shards.size(); i++) {
            if (!shards.get(i - 1).hashKeys().isAdjacentTo(shards.get(i).hashKeys())) {
                return false;
            }
        }
        return shards.get(0).hashKeys().start().equals(HashKey.MIN)
                && shards.get(shards.size() - 1).hashKeys().end().equals(HashKey.MAX);
    }

    @Override
    public String toString() {
        return "shards=" + shards;
    }
}
